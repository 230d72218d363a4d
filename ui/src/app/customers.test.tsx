import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { createQueryClient } from "../shared/query";
import { cannedCore, expectNothingSerious, refuse } from "../shared/testing";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screen asks, and what it does with the answers.

const person = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  email: `${id}@example.com`,
  phone: "",
  tierId: null,
  tierName: "Standard",
  note: "",
  archived: false,
  mergedIntoId: null,
  createdAt: 0,
  updatedAt: 0,
  rowVersion: 1,
  ...more,
});
const ANA = person("ana", "Ana Ribeiro");
const BRID = person("brid", "Bríd Ó Malley", { tierId: "t2", tierName: "Gold", phone: "098 555 0218", rowVersion: 7 });
const detail = (customer: object, more: object = {}) => ({
  customer,
  orders: 2,
  openOrders: 1,
  spent: "120.00",
  due: "20.00",
  lastOrderAt: 0,
  holds: 0,
  heldUnits: 0,
  baskets: 0,
  waits: 0,
  ...more,
});
type Answers = Parameters<typeof cannedCore>[0];

async function open(search: object = {}, answers: Answers = {}) {
  const sent = cannedCore({
    store_status: { currency: "EUR", timeZone: "UTC", now: 0, storeName: "Alder & Pine" },
    staff_list: { rows: [], me: { id: "s1", name: "Niamh", role: "owner" } },
    settings_get: { scanGapMs: 0 },
    tier_list: {
      rows: [
        { id: "t1", name: "Standard", isDefault: true, archived: false },
        { id: "t2", name: "Gold", isDefault: false, archived: false },
      ],
    },
    customer_list: { rows: [ANA, BRID].map((c) => ({ ...c, orders: 2, lastOrderAt: 0 })), next: null },
    customer_get: ({ id }: { id: string }) => detail(id === "ana" ? ANA : BRID),
    customer_suggest: {
      rows: [{ id: "brid", name: "Bríd Ó Malley", email: "", phone: "", tierName: "Gold", note: "", orders: 2 }],
    },
    order_list: { rows: [], next: null },
    ...answers,
  });
  const user = userEvent.setup({ delay: null });
  void router.navigate({ to: "/customers", search });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  // The first to ask waits until the screen is loaded.
  await screen.findByRole("heading", { name: "Customers" }, { timeout: 15_000 });
  return { user, sent };
}

afterEach(cleanup);

describe("the customers", () => {
  it("are found and shown with what they bought", async () => {
    const { user, sent } = await open({ tier: "t2" });
    expect(sent("customer_list")[0]).toMatchObject({ tierId: "t2", sort: "name" });
    await user.click(await screen.findByText("Bríd Ó Malley"));
    await user.keyboard("{Enter}");
    const panel = await screen.findByTestId("customer-panel");
    expect(within(panel).getByTestId("customer-figures").textContent).toContain("€120.00");
    expect(sent("order_list").at(-1)).toMatchObject({ filter: { customerId: "brid" } });
    await expectNothingSerious(document.body);
  });

  it("lead to the one that has the e-mail already", async () => {
    const { user } = await open(
      {},
      {
        customer_create: refuse({
          code: "CUSTOMER_EMAIL_TAKEN",
          email: "ana@example.com",
          customerId: "ana" as never,
          name: "Ana Ribeiro",
        }),
      },
    );
    await user.click(await screen.findByTestId("new-customer"));
    const dialog = await screen.findByTestId("customer-dialog");
    await user.click(within(dialog).getByTestId("customer-commit"));
    expect(within(dialog).getByText("It needs a name.")).toBeTruthy();
    await user.type(within(dialog).getByTestId("customer-name"), "Ana R.");
    await user.type(within(dialog).getByTestId("customer-email"), "ana@example.com");
    await user.click(within(dialog).getByTestId("customer-commit"));
    expect(await within(dialog).findByText("ana@example.com belongs to Ana Ribeiro.")).toBeTruthy();
    await expectNothingSerious(dialog);
    await user.click(within(dialog).getByTestId("customer-other"));
    expect(await screen.findByTestId("customer-panel")).toBeTruthy();
    expect(router.state.location.search).toMatchObject({ open: "ana" });
  });

  it("are merged after a look at both, either way round", async () => {
    const { user, sent } = await open({ open: "ana" }, { customer_merge: detail(BRID, { orders: 4 }) });
    await user.click(await screen.findByTestId("customer-merge"));
    const dialog = await screen.findByTestId("merge-dialog");
    await user.type(within(dialog).getByTestId("merge-other"), "Br");
    await user.click(await within(dialog).findByRole("option", { name: /Bríd/ }));
    const table = await within(dialog).findByTestId("merge-table");
    expect(table.textContent).toContain("€240.00");
    await user.click(within(dialog).getByTestId("merge-swap"));
    await expectNothingSerious(dialog);
    await user.click(within(dialog).getByTestId("merge-commit"));
    await waitFor(() =>
      expect(sent("customer_merge")).toEqual([
        { keepId: "brid", keepRowVersion: 7, mergeId: "ana", mergeRowVersion: 1 },
      ]),
    );
    await waitFor(() => expect(router.state.location.search).toMatchObject({ open: "brid" }));
  });

  it("are archived with a way back", async () => {
    const { user, sent } = await open(
      { open: "ana" },
      { customer_update: (r: object) => detail({ ...ANA, ...r, rowVersion: 2 }) },
    );
    await screen.findByTestId("customer-panel");
    await user.keyboard("{Shift>}{Delete}{/Shift}");
    await waitFor(() => expect(sent("customer_update")).toEqual([{ id: "ana", rowVersion: 1, archived: true }]));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent("customer_update").at(-1)).toMatchObject({ archived: false, rowVersion: 2 }));
  });

  it("begin an order of theirs as a basket", async () => {
    const { user, sent } = await open({ open: "ana" }, { basket_create: { id: "b1" } });
    await user.click(await screen.findByTestId("customer-order"));
    await waitFor(() => expect(sent("basket_create")).toEqual([{ customerId: "ana" }]));
  });

  it("say how to begin where there is none", async () => {
    await open({}, { customer_list: { rows: [], next: null } });
    const empty = await screen.findByTestId("empty-first");
    expect(within(empty).getByRole("button", { name: "New customer" })).toBeTruthy();
  });
});
