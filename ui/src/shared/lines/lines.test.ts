import { describe, expect, it } from "vitest";
import type { ShortLine, Suggestion, VariantId } from "../../generated/commands";
import { type PickedLine, pickedOf, stillShort, takeWhatIsFree, withOneMore } from "./lines";

describe("the lines of a form", () => {
  const product = (id: string, available: number): Suggestion => ({
    variantId: id as VariantId,
    productId: id as Suggestion["productId"],
    sku: id,
    name: id,
    label: "",
    price: "1.00",
    onHand: available,
    reserved: 0,
    available,
    exact: true,
  });
  const short = (id: string, available: number): ShortLine => ({
    lineNo: 1,
    variantId: id as VariantId,
    locationId: "l" as ShortLine["locationId"],
    locationName: "Shop floor",
    sku: id,
    name: id,
    requested: 3,
    available,
    onHand: 4,
    heldBy: [],
    waiting: 0,
    elsewhere: [],
  });

  it("a product scanned twice is two of it", () => {
    const lines = ["tent 4", "pan 2", "tent 3"].reduce<PickedLine[]>((before, at) => {
      const [id = "", free] = at.split(" ");
      return withOneMore<PickedLine>(before, pickedOf(product(id, Number(free))));
    }, []);
    expect(lines.map((l) => [l.sku, l.quantity, l.available])).toEqual([
      ["tent", 2, 3],
      ["pan", 1, 2],
    ]);
  });

  it("taking what is free leaves the other lines alone, and drops what has none", () => {
    const lines = [
      { ...pickedOf(product("tent", 1)), quantity: 3 },
      { ...pickedOf(product("pan", 0)), quantity: 2 },
      { ...pickedOf(product("mug", 9)), quantity: 5 },
    ];
    const refused = [short("tent", 1), short("pan", 0)];
    const after = takeWhatIsFree(lines, refused);
    expect(after.map((l) => [l.sku, l.quantity])).toEqual([
      ["tent", 1],
      ["mug", 5],
    ]);
    expect(stillShort(lines, refused)).toHaveLength(2);
    expect(stillShort(after, refused)).toEqual([]);
  });

  it("what was typed beside a line stays when it is scanned again", () => {
    type Costed = PickedLine & { cost?: string };
    const first = withOneMore<Costed>([], pickedOf(product("tent", 4)));
    const typed = first.map((l) => ({ ...l, cost: "12.50" }));
    expect(withOneMore<Costed>(typed, pickedOf(product("tent", 4)))).toMatchObject([{ quantity: 2, cost: "12.50" }]);
  });
});
