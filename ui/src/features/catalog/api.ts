import { useRead } from "../../shared/query";

/** The whole tree with what is archived: it is small, and one answer serves both views. */
export function useCategoryTree() {
  return useRead(["products", "settings"], "category_list", { archived: true }, { keepPrevious: true });
}
