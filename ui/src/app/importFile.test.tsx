import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { createQueryClient } from "../shared/query";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screen asks, and what it does with the answers.

const file = {
  importId: "i1",
  kind: "products",
  fileName: "delivery-week-47.csv",
  bytes: 38_000,
  encoding: "windows1252",
  delimiter: ";",
  hasHeader: true,
  columns: [
    { index: 0, name: "Article", samples: ["EM-STOVE-1"] },
    { index: 1, name: "RRP", samples: ["58.00"] },
    { index: 2, name: "Qty", samples: ["12"] },
  ],
  rows: 3,
  preset: null,
  mapping: {
    preset: null,
    columns: [
      { index: 0, field: "sku" },
      { index: 1, field: "basePrice" },
      { index: 2, field: "onHand" },
    ],
    decimal: "auto",
    stock: null,
    locationId: null,
  },
  warnings: [],
};
const check = {
  importId: "i1",
  kind: "products",
  added: 1,
  changed: 1,
  unchanged: 0,
  refused: 1,
  short: 0,
  restored: 0,
  cells: 1,
  goods: {
    unitsNow: 10,
    unitsAfter: 22,
    valueNow: "100.00",
    valueAfter: "90.50",
    newCategories: [["Drinks", "Tea"]],
  },
  orders: null,
};
const cell = (field: string, text: string, more: object = {}) => ({
  field,
  text,
  before: null,
  problem: null,
  message: null,
  ...more,
});
const rows = [
  {
    row: 14,
    result: "refused",
    restored: false,
    sku: "TN-BOT75",
    name: "Tarn Bottle",
    cells: [
      cell("sku", "TN-BOT75"),
      cell("basePrice", "3 2.50", { problem: "not_a_number", message: "is not an amount" }),
      cell("onHand", "24"),
    ],
    why: null,
  },
  {
    row: 3,
    result: "changed",
    restored: false,
    sku: "EM-STOVE-1",
    name: "Ember Gas Stove",
    cells: [cell("sku", "EM-STOVE-1"), cell("basePrice", "58.00", { before: "56.00" }), cell("onHand", "12")],
    why: null,
  },
];

type Sent = { name: string; payload: Record<string, unknown> };
type Answer = (payload: Record<string, unknown>, times: number) => unknown;

function refused(refusal: object) {
  return { outcome: "refused", refusal, message: "no" };
}

async function open(answers: Record<string, Answer> = {}) {
  const sent: Sent[] = [];
  const value = (v: unknown) => () => ({ outcome: "done", value: v });
  const usual: Record<string, Answer> = {
    store_status: value({ currency: "EUR", timeZone: "UTC", now: 0, storeName: "Alder & Pine" }),
    staff_list: value({ rows: [], me: { id: "s1", name: "Niamh", role: "owner" } }),
    settings_get: value({ scanGapMs: 40 }),
    location_list: value({ rows: [{ id: "l1", name: "Shop", selling: true, archived: false }] }),
    mapping_list: value({ rows: [] }),
    import_open: value(file),
    import_check: value(check),
    import_rows: value({ total: 3, rows }),
    import_close: value({ importId: "i1" }),
    import_apply: value({
      batchId: "b1",
      kind: "products",
      undoable: true,
      added: 1,
      changed: 1,
      restored: 0,
      units: 12,
      categories: 1,
      orders: null,
    }),
  };
  mockIPC(
    (cmd, args) => {
      if (cmd === "choose_import_source") return { source: "token-1", fileName: file.fileName };
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
      const request = JSON.parse(payload) as Record<string, unknown>;
      sent.push({ name, payload: request });
      const times = sent.filter((s) => s.name === name).length;
      const answer = (answers[name] ?? usual[name] ?? value({ rows: [], next: null }))(request, times);
      return JSON.stringify({ requestId, ...(answer as object) });
    },
    { shouldMockEvents: true },
  );
  const user = userEvent.setup({ delay: null });
  void router.navigate({ to: "/import", search: {}, ignoreBlocker: true });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  await user.click(await screen.findByTestId("import-choose", {}, { timeout: 15_000 }));
  const asked = (name: string) => sent.filter((s) => s.name === name).map((s) => s.payload);
  const commit = () => user.keyboard("{Control>}{Enter}{/Control}");
  return { user, asked, commit };
}

/** From the file to the check, saying what its stock means. */
async function toCheck(answers: Record<string, Answer> = {}) {
  const at = await open(answers);
  await screen.findByTestId("import-preview");
  await at.commit();
  await at.user.click(await screen.findByText("Came in, add it"));
  await at.commit();
  await screen.findByTestId("import-effect");
  return at;
}

beforeEach(() => {
  sessionStorage.clear();
  window.scrollTo = () => {};
});

describe("an import", () => {
  it("asks what foreign stock means before it is checked", async () => {
    const { asked, commit, user } = await open();
    await screen.findByTestId("import-preview");
    await commit();
    expect((await screen.findByTestId("mapping-problem")).textContent).toBe("Say what the stock in the file means.");
    await commit();
    expect(asked("import_check")).toEqual([]);
    await user.click(screen.getByText("Leave stock alone"));
    await commit();
    await waitFor(() => expect(asked("import_check")).toHaveLength(1));
    expect(asked("import_check")[0]?.mapping).toMatchObject({ stock: "leave" });
  });

  it("shows what it would do, mends a refused cell, and applies", async () => {
    const { asked, commit, user } = await toCheck();
    expect(screen.getByTestId("import-effect").textContent).toContain("€100.00€90.50−€9.50");
    expect(screen.getByTestId("figure-refused").textContent).toContain("1");
    const grid = screen.getByTestId("import-grid");
    expect(await within(grid).findByText("56.00")).toBeTruthy();
    const field = screen.getByTestId<HTMLInputElement>("mend-value");
    expect(field.value).toBe("3 2.50");
    const found = await axe.run(screen.getByTestId("mend"), { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
    await user.clear(field);
    await user.type(field, "32.50{Enter}");
    await waitFor(() => expect(asked("import_check")).toHaveLength(2));
    expect(asked("import_check")[1]?.fixes).toEqual([{ row: 14, field: "basePrice", value: "32.50" }]);
    await waitFor(() => expect(screen.getByTestId("import-apply").getAttribute("aria-disabled")).toBeNull());
    await commit();
    const result = await screen.findByTestId("import-result");
    expect(result.textContent).toContain("2 rows applied");
    expect(asked("import_apply")).toEqual([{ importId: "i1" }]);
    expect(asked("mapping_save")).toEqual([]);
    await user.click(screen.getByTestId("import-undo"));
    await screen.findByText("The import was taken back");
    expect(asked("batch_undo")).toEqual([{ id: "b1" }]);
  });

  it("keeps columns under a name when it is applied, and not before", async () => {
    const { asked, commit, user } = await open();
    await screen.findByTestId("import-preview");
    await commit();
    await user.click(await screen.findByText("Is what is on hand"));
    await user.click(screen.getByText("Keep these columns for “delivery”"));
    await commit();
    await screen.findByTestId("import-effect");
    expect(asked("mapping_save")).toEqual([]);
    await commit();
    await screen.findByTestId("import-result");
    await waitFor(() => expect(asked("mapping_save")).toHaveLength(1));
    expect(asked("mapping_save")[0]).toMatchObject({ name: "delivery", columns: ["Article", "RRP", "Qty"] });
  });

  it("opens the file again by its token when the core had put it away, and checks the same", async () => {
    const { asked } = await toCheck({
      import_check: (request) =>
        request.importId === "i1"
          ? refused({ code: "HANDLE_GONE", handle: "i1" })
          : { outcome: "done", value: { ...check, importId: "i2" } },
      import_open: (_, times) => ({ outcome: "done", value: { ...file, importId: times === 1 ? "i1" : "i2" } }),
    });
    expect(asked("import_open")).toHaveLength(2);
    expect(asked("import_open")[1]).toMatchObject({ source: "token-1", encoding: "windows1252", delimiter: ";" });
    expect(asked("import_check").map((c) => c.importId)).toEqual(["i1", "i2"]);
    expect(asked("import_check")[1]?.mapping).toMatchObject({ stock: "add" });
  });

  it("says what is wrong with a file that cannot be read, and how to go on", async () => {
    const { asked, user } = await open({
      import_open: (request) =>
        request.delimiter === undefined
          ? refused({
              code: "IMPORT_FILE_REFUSED",
              problem: "too_many_columns",
              row: 1,
              detail: "a row has 900 columns",
            })
          : { outcome: "done", value: { ...file, delimiter: request.delimiter } },
    });
    const said = await screen.findByTestId("file-refused");
    expect(said.textContent).toContain("delivery-week-47.csv has too many columns");
    expect(said.textContent).toContain("Line 1: A row has 900 columns.");
    await user.click(within(said).getByRole("button", { name: "Tab" }));
    await screen.findByTestId("import-preview");
    expect(asked("import_open")[1]).toMatchObject({ source: "token-1", delimiter: "tab" });
  });

  it("looks again when the store changed since the check", async () => {
    const { asked, commit, user } = await toCheck({
      import_apply: () => refused({ code: "IMPORT_OUT_OF_DATE", changed: 2 }),
    });
    await commit();
    await screen.findByTestId("import-failed");
    await user.click(screen.getByTestId("apply-back"));
    await waitFor(() => expect(asked("import_check")).toHaveLength(2));
    expect(await screen.findByTestId("import-effect")).toBeTruthy();
  });

  it("asks before it is left in the middle", async () => {
    const { user } = await toCheck();
    void router.navigate({ to: "/count", search: {} });
    const dialog = await screen.findByTestId("leave-import");
    expect(dialog.textContent).toContain("Nothing was saved. delivery-week-47.csv is put away with its columns.");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("leave-import")).toBeNull();
    expect(screen.getByTestId("import-effect")).toBeTruthy();
    void router.navigate({ to: "/count", search: {} });
    await user.click(await screen.findByTestId("leave-commit"));
    await screen.findByTestId("counts-grid");
  });
});
