import type { Attribute, Category, CategoryId, Product, ProductId, Variant, VariantId } from "../../generated/commands";

/** For tests only: products and categories in few words. */
export function variant(sku: string, more: Partial<Variant> & { of?: Record<string, string> } = {}): Variant {
  const { of, ...rest } = more;
  const attributes: Attribute[] = Object.entries(of ?? {}).map(([name, value]) => ({ name, value }));
  return {
    id: `v-${sku}` as VariantId,
    sku,
    barcodes: [],
    attributes,
    label: attributes.map((a) => a.value).join(" / "),
    priceAdjustment: "0.00",
    price: "20.00",
    reorderLevel: null,
    reorderLevelHere: 5,
    lastCost: null,
    archived: false,
    onHand: 0,
    reserved: 0,
    available: 0,
    ...rest,
  };
}

export function product(variants: Variant[], more: Partial<Product> = {}): Product {
  return {
    id: "p1" as ProductId,
    name: "Base layer",
    description: "",
    categoryId: null,
    categoryPath: [],
    basePrice: "20.00",
    unit: "piece",
    taxRateBp: null,
    taxRateHere: 2300,
    variants,
    archived: false,
    deletable: false,
    createdAt: 0,
    updatedAt: 0,
    rowVersion: 3,
    ...more,
  };
}

/** "Camp", "Camp/Water", ... in tree order; ids are the paths. */
export function categories(...paths: string[]): Category[] {
  return paths.map((text) => {
    const path = text.split("/");
    return {
      id: text as CategoryId,
      parentId: path.length === 1 ? null : (path.slice(0, -1).join("/") as CategoryId),
      name: path.at(-1) ?? "",
      path,
      description: "",
      reorderLevel: null,
      reorderLevelHere: 5,
      products: 0,
      productsWithin: 0,
      archived: false,
      rowVersion: 1,
    };
  });
}
