import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

/** What a new product begins with: an unknown code that was scanned, the category one stood in. */
export const newProductSearch = z.object({ barcode: lenient(z.string()), category: lenient(z.string()) });

export const productSearch = z.object({
  /** the variant whose row gets the focus */
  variant: lenient(z.string()),
});

export const categoriesSearch = z.object({
  archived: lenient(z.boolean()),
  text: lenient(z.string()),
  /** the category that has the focus, whose details are shown */
  open: lenient(z.string()),
});
export type CategoriesSearch = z.output<typeof categoriesSearch>;
