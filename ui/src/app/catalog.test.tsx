import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { categories, product, variant } from "../features/catalog/testing";
import type { Product } from "../generated/commands";
import { createQueryClient } from "../shared/query";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screens ask, and what they do with what comes.

const status = {
  storeName: "Alder & Pine",
  fileName: "a.stockroom",
  demo: false,
  currency: "EUR",
  timeZone: "UTC",
  now: Date.now(),
  activeHolds: 0,
  heldUnits: 0,
  nextExpiry: null,
  pendingOrders: 0,
  openOrders: 0,
  lowStock: 0,
  lastSavedAt: null,
  lastBackupAt: null,
};

const shirts = product([
  variant("TS-S", { of: { Size: "S" }, onHand: 4, available: 4 }),
  variant("TS-M", { of: { Size: "M" } }),
]);

type Answer = { outcome: "done"; value: unknown } | { outcome: "refused"; refusal: unknown; message: string };
type Sent = { name: string; request: Record<string, unknown> };
const done = (value: unknown): Answer => ({ outcome: "done", value });
const refused = (refusal: { code: string } & Record<string, unknown>): Answer => ({
  outcome: "refused",
  refusal,
  message: refusal.code,
});

/** `answers`: by command; a list is given one after the other, its last one from then on. */
function start(go: () => unknown, answers: Record<string, Answer | Answer[]>) {
  const sent: Sent[] = [];
  const given = new Map<string, number>();
  mockIPC(
    (cmd, args) => {
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
      sent.push({ name, request: JSON.parse(payload) as Record<string, unknown> });
      const all: Record<string, Answer | Answer[]> = {
        store_status: done(status),
        staff_list: done({ rows: [], me: { id: "s", name: "Niamh", role: "owner" } }),
        // A test types as fast as a scanner.
        settings_get: done({ scanGapMs: 0 }),
        // What an earlier test left on the screen is still read once.
        product_get: done(shirts),
        location_list: done({ rows: [] }),
        category_list: done({ rows: categories("Camp", "Camp/Cooking", "Camp/Water", "Home") }),
        ...answers,
      };
      const of = all[name] ?? done({});
      const at = given.get(name) ?? 0;
      given.set(name, at + 1);
      const answer = Array.isArray(of) ? of[Math.min(at, of.length - 1)] : of;
      return JSON.stringify({ requestId, ...answer });
    },
    { shouldMockEvents: true },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  // The router outlives a test; what one left unsaved must not keep the next from its screen.
  void go();
  return {
    user: userEvent.setup({ delay: null }),
    asked: (name: string) => sent.filter((s) => s.name === name).map((s) => s.request),
  };
}

const later = { timeout: 8000 };
const field = (label: string | RegExp) => screen.findByLabelText<HTMLInputElement>(label, {}, later);

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("a new product", () => {
  it("is created in the short way while it is simple, with the code that was scanned", async () => {
    const { user, asked } = start(
      () => router.navigate({ to: "/products/new", search: { barcode: "5390121004417" }, ignoreBlocker: true }),
      {
        product_create: done(product([variant("MUG")])),
        product_get: done(product([variant("MUG")])),
      },
    );
    await user.type(await field("Name"), "Enamel Mug");
    await user.type(await field(/^Price/), "12,5");
    await user.type(await field("SKU"), "MUG");
    await user.click(screen.getByTestId("product-save"));
    expect(asked("product_create")).toEqual([
      { name: "Enamel Mug", price: "12.50", description: "", unit: "piece", sku: "MUG", barcodes: ["5390121004417"] },
    ]);
    await screen.findByTestId("product-onHand", {}, later);
  });

  it("says under the field what is missing, and asks nothing", async () => {
    const { user, asked } = start(() => router.navigate({ to: "/products/new", search: {}, ignoreBlocker: true }), {});
    await user.type(await field("Name"), "Mug");
    await user.click(screen.getByTestId("product-save"));
    expect(await screen.findAllByText("This is needed.")).toHaveLength(2);
    expect(asked("product_create")).toEqual([]);
  });

  it("becomes one with variants through the matrix", async () => {
    const { user, asked } = start(() => router.navigate({ to: "/products/new", search: {}, ignoreBlocker: true }), {
      product_create: done(shirts),
      product_get: done(shirts),
    });
    await user.type(await field("Name"), "Shirt");
    await user.type(await field(/^Price/), "20");
    await user.click(screen.getByRole("switch"));
    await user.click(screen.getByTestId("open-matrix"));
    await user.type(await screen.findByTestId("matrix-name"), "Size");
    await user.type(screen.getByTestId("matrix-values"), "S, M");
    expect(screen.getAllByTestId("matrix-row")).toHaveLength(2);
    await user.click(screen.getByTestId("matrix-commit"));
    expect(screen.getAllByTestId("variant-sku").map((i) => (i as HTMLInputElement).value)).toEqual(["SKU-S", "SKU-M"]);
    await user.click(screen.getByTestId("product-save"));
    const [request] = asked("product_create") as { variants?: { sku: string; attributes: unknown }[] }[];
    expect(request?.variants?.map((v) => [v.sku, v.attributes])).toEqual([
      ["SKU-S", [{ name: "Size", value: "S" }]],
      ["SKU-M", [{ name: "Size", value: "M" }]],
    ]);
    await screen.findByTestId("product-onHand", {}, later);
  });
});

describe("a product that is there", () => {
  const theirs: Product = { ...shirts, name: "Shirt, theirs", unit: "pair", rowVersion: 4 };

  it("shows both versions when somebody else saved, and sends what was chosen over the new version", async () => {
    const { user, asked } = start(
      () => router.navigate({ to: "/products/$id", params: { id: "p1" }, search: {}, ignoreBlocker: true }),
      {
        product_get: [done(shirts), done(theirs)],
        product_update: [
          refused({ code: "CONFLICT", object: "product", id: "p1", expectedVersion: 3, actualVersion: 4 }),
          done({ ...theirs, rowVersion: 5 }),
        ],
      },
    );
    const name = await field("Name");
    await user.clear(name);
    await user.type(name, "Shirt, mine");
    await user.type(await field("± Price, line 2"), "1.50");
    await user.click(screen.getByTestId("product-save"));
    const dialog = await screen.findByTestId("product-conflict", {}, later);
    expect(within(dialog).getByText("Shirt, mine")).toBeTruthy();
    expect(within(dialog).getByText("Shirt, theirs")).toBeTruthy();
    await user.click(within(dialog).getByRole("radio", { name: "Theirs" }));
    await user.click(screen.getByTestId("conflict-save"));
    expect(asked("product_update").at(-1)).toEqual({
      id: "p1",
      rowVersion: 4,
      variants: [{ id: "v-TS-M", priceAdjustment: "1.50" }],
    });
  });

  it("puts a taken SKU under its row, with everything as typed", async () => {
    const { user } = start(
      () => router.navigate({ to: "/products/$id", params: { id: "p1" }, search: {}, ignoreBlocker: true }),
      {
        product_get: done(shirts),
        product_update: refused({ code: "SKU_TAKEN", sku: "MUG", productId: "p9", name: "Enamel Mug" }),
      },
    );
    const sku = await field("SKU, line 2");
    await user.clear(sku);
    await user.type(sku, "MUG");
    await user.click(screen.getByTestId("product-save"));
    expect(await screen.findByText(/MUG.*Enamel Mug/, {}, later)).toBeTruthy();
    expect(sku.value).toBe("MUG");
    expect(document.activeElement).toBe(sku);
  });

  it("asks before what was typed is left behind", async () => {
    const { user } = start(
      () => router.navigate({ to: "/products/$id", params: { id: "p1" }, search: {}, ignoreBlocker: true }),
      { product_get: done(shirts), stock_list: done({ rows: [], next: null }) },
    );
    await user.type(await field("Name"), "!");
    await user.click(screen.getByTestId("nav-stock"));
    const dialog = await screen.findByTestId("leave-dialog", {}, later);
    await user.click(within(dialog).getByRole("button", { name: /Stay/ }));
    expect((await field("Name")).value).toBe("Base layer!");
    await user.click(screen.getByTestId("nav-stock"));
    await user.click(await screen.findByTestId("leave-discard", {}, later));
    expect(await screen.findByTestId("stock-grid", {}, later)).toBeTruthy();
  });

  it("goes along a column with the arrows, and has nothing serious for axe", async () => {
    const { user } = start(
      () => router.navigate({ to: "/products/$id", params: { id: "p1" }, search: {}, ignoreBlocker: true }),
      { product_get: done(shirts) },
    );
    const first = await field("SKU, line 1");
    await user.click(first);
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(await field("SKU, line 2"));
    const found = await axe.run(screen.getByTestId("product-editor"), {
      rules: { "color-contrast": { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
  });
});

describe("the tree of categories", () => {
  it("is gone through, renamed and moved by keyboard", async () => {
    const { user, asked } = start(() => router.navigate({ to: "/categories", search: {}, ignoreBlocker: true }), {
      category_update: done({}),
      category_move: done({}),
    });
    const tree = await screen.findByTestId("category-tree", {}, later);
    const row = (name: string) => within(tree).getByRole("treeitem", { name: new RegExp(`^${name}`) });
    row("Camp").focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(row("Water"));
    await user.keyboard("{F2}");
    await user.keyboard("Drinks{Enter}");
    expect(asked("category_update")).toEqual([{ id: "Camp/Water", rowVersion: 1, name: "Drinks" }]);
    row("Water").focus();
    await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    expect(asked("category_move").map((m) => m.parentId)).toEqual(["Camp/Cooking", null]);
    const found = await axe.run(tree, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
  });

  it("is moved by drag, to the top over its head", async () => {
    const { asked } = start(() => router.navigate({ to: "/categories", search: {}, ignoreBlocker: true }), {
      category_move: done({}),
    });
    const tree = await screen.findByTestId("category-tree", {}, later);
    const water = within(tree).getByRole("treeitem", { name: /^Water/ });
    const home = within(tree).getByRole("treeitem", { name: /^Home/ });
    // jsdom has no layout: what is under the pointer is said.
    document.elementFromPoint = () => home;
    fireEvent.pointerDown(water, { button: 0, clientX: 10, clientY: 10 });
    fireEvent.pointerMove(window, { clientX: 10, clientY: 60 });
    fireEvent.pointerUp(window);
    document.elementFromPoint = () => document.querySelector("[data-drop=top]");
    fireEvent.pointerDown(water, { button: 0, clientX: 10, clientY: 10 });
    fireEvent.pointerMove(window, { clientX: 10, clientY: 2 });
    fireEvent.pointerMove(window, { clientX: 10, clientY: 1 });
    fireEvent.pointerUp(window);
    await waitFor(() => expect(asked("category_move").map((m) => m.parentId)).toEqual(["Home", null]));
  });

  it("asks where the content of a category goes before it is archived", async () => {
    const { user, asked } = start(() => router.navigate({ to: "/categories", search: {}, ignoreBlocker: true }), {
      category_archive: [
        refused({ code: "CATEGORY_NOT_EMPTY", id: "Home", name: "Home", products: 2, categories: 0 }),
        done(categories("Home")[0]),
      ],
    });
    const tree = await screen.findByTestId("category-tree", {}, later);
    within(tree).getByRole("treeitem", { name: /^Home/ }).focus();
    await user.keyboard("{Delete}");
    await user.click(await screen.findByTestId("archive-commit", {}, later));
    expect(await screen.findByText(/holds 2 products/, {}, later)).toBeTruthy();
    await user.click(screen.getByTestId("archive-commit"));
    expect(asked("category_archive")).toEqual([
      { id: "Home", rowVersion: 1 },
      { id: "Home", rowVersion: 1, moveTo: null },
    ]);
  });
});
