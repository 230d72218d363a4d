import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { search as auditSearch } from "../features/audit/search";
import { search as basketsSearch } from "../features/baskets/search";
import { categoriesSearch, newProductSearch, productSearch } from "../features/catalog/search";
import { search as changesSearch } from "../features/changes/search";
import { search as countsSearch, sheetSearch } from "../features/counts/search";
import { search as customersSearch } from "../features/customers/search";
import { search as importSearch } from "../features/imports/search";
import { search as ordersSearch } from "../features/orders/search";
import { search as pricesSearch } from "../features/prices/search";
import { search as holdsSearch } from "../features/reservations/search";
import { search as settingsSearch } from "../features/settings/search";
import { ledgerSearch } from "../features/stock/ledgerSearch";
import { search as stockSearch } from "../features/stock/search";
import { summarySearch } from "../features/stock/summarySearch";
import { ScreenError } from "./ScreenError";
import { Shell } from "./Shell";

// Hash history: the window's own protocol serves one page, and the address still says where one is.
const root = createRootRoute({ component: Shell, errorComponent: ScreenError });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/orders" });
  },
});
const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  validateSearch: ordersSearch,
  component: lazyRouteComponent(() => import("../features/orders/Screen"), "Screen"),
});
const baskets = createRoute({
  getParentRoute: () => root,
  path: "/baskets",
  validateSearch: basketsSearch,
  component: lazyRouteComponent(() => import("../features/baskets/Screen"), "Screen"),
});
const holds = createRoute({
  getParentRoute: () => root,
  path: "/holds",
  validateSearch: holdsSearch,
  component: lazyRouteComponent(() => import("../features/reservations/Screen"), "Screen"),
});
const stock = createRoute({
  getParentRoute: () => root,
  path: "/stock",
  validateSearch: stockSearch,
  component: lazyRouteComponent(() => import("../features/stock/Screen"), "Screen"),
});
const newProduct = createRoute({
  getParentRoute: () => root,
  path: "/products/new",
  validateSearch: newProductSearch,
  component: lazyRouteComponent(() => import("../features/catalog/ProductScreen"), "NewProduct"),
});
const product = createRoute({
  getParentRoute: () => root,
  path: "/products/$id",
  validateSearch: productSearch,
  component: lazyRouteComponent(() => import("../features/catalog/ProductScreen"), "EditProduct"),
});
const categories = createRoute({
  getParentRoute: () => root,
  path: "/categories",
  validateSearch: categoriesSearch,
  component: lazyRouteComponent(() => import("../features/catalog/CategoriesScreen"), "CategoriesScreen"),
});
const counts = createRoute({
  getParentRoute: () => root,
  path: "/count",
  validateSearch: countsSearch,
  component: lazyRouteComponent(() => import("../features/counts/Screen"), "Screen"),
});
const countSheet = createRoute({
  getParentRoute: () => root,
  path: "/count/$id",
  validateSearch: sheetSearch,
  component: lazyRouteComponent(() => import("../features/counts/Sheet"), "Sheet"),
});
const importFile = createRoute({
  getParentRoute: () => root,
  path: "/import",
  validateSearch: importSearch,
  component: lazyRouteComponent(() => import("../features/imports/Screen"), "Screen"),
});
const ledger = createRoute({
  getParentRoute: () => root,
  path: "/stock/ledger",
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import("../features/stock/LedgerScreen"), "LedgerScreen"),
});
const summary = createRoute({
  getParentRoute: () => root,
  path: "/stock/summary",
  validateSearch: summarySearch,
  component: lazyRouteComponent(() => import("../features/stock/SummaryScreen"), "SummaryScreen"),
});
const changes = createRoute({
  getParentRoute: () => root,
  path: "/changes",
  validateSearch: changesSearch,
  component: lazyRouteComponent(() => import("../features/changes/Screen"), "Screen"),
});
const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import("../features/customers/Screen"), "Screen"),
});
const prices = createRoute({
  getParentRoute: () => root,
  path: "/prices",
  validateSearch: pricesSearch,
  component: lazyRouteComponent(() => import("../features/prices/Screen"), "Screen"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("../features/audit/Screen"), "Screen"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import("../features/settings/Screen"), "Screen"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    orders,
    baskets,
    holds,
    stock,
    ledger,
    summary,
    newProduct,
    product,
    categories,
    counts,
    countSheet,
    importFile,
    customers,
    prices,
    changes,
    audit,
    settings,
  ]),
  history: createHashHistory(),
  defaultPreload: false,
  defaultErrorComponent: ScreenError,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
