import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { currentTime } from "../shared/clock";
import { createQueryClient } from "../shared/query";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is that the screen notices, not that the core expires.

function hold(id: string, over: object) {
  return {
    id,
    seq: 1,
    groupId: id,
    variantId: "v1",
    locationId: "l1",
    sku: "CL-MUG-WHT",
    name: "Claddagh Enamel Mug",
    quantity: 3,
    status: "active",
    expiresAt: currentTime() - 100,
    createdAt: currentTime() - 600_000,
    endedAt: null,
    forWhom: "Maeve Brennan",
    customerId: null,
    orderId: null,
    orderNumber: null,
    note: "",
    staffName: "Niamh Doherty",
    ...over,
  };
}

describe("a hold that lapses", () => {
  it("is told on any screen with the units that are free again; one that was released is not", async () => {
    const over = hold("over", {});
    const released = hold("released", { forWhom: "Rory Keogh", expiresAt: currentTime() + 60_000 });
    let rows = [over, released];
    const made: unknown[] = [];
    mockIPC(
      (cmd, args) => {
        if (cmd !== "call") return null;
        const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
        const answers: Record<string, unknown> = {
          reservation_list: { rows, next: null },
          settings_get: {
            storeName: "Alder & Pine",
            currency: "EUR",
            currencyFixed: true,
            timeZone: "UTC",
            holdSeconds: 600,
            orderHoldSeconds: 3600,
            reorderLevel: 5,
            taxRateBp: 2300,
            rowVersion: 1,
          },
          staff_list: { rows: [], me: { id: "s", name: "Niamh", role: "owner" } },
        };
        if (name === "reservation_create") {
          made.push(JSON.parse(payload));
          answers[name] = { groupId: "g", rows: [hold("again", { expiresAt: currentTime() + 600_000 })] };
        }
        if (!(name in answers)) return JSON.stringify({ outcome: "incident", requestId, incident: "not canned" });
        return JSON.stringify({ outcome: "done", requestId, value: answers[name] });
      },
      { shouldMockEvents: true },
    );
    const client = createQueryClient();
    void router.navigate({ to: "/settings", search: {} });
    render(
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>,
    );
    await screen.findByTestId("settings", {}, { timeout: 5000 });
    await waitFor(() => expect(client.isFetching()).toBe(0));
    expect(screen.queryByTestId("lapse-notice")).toBeNull();

    rows = [];
    await client.invalidateQueries();
    const notice = await screen.findByTestId("lapse-notice");
    expect(notice.textContent).toBe("Hold for Maeve Brennan lapsed. 3 Claddagh Enamel Mug are free again.");

    await userEvent.setup().click(screen.getByRole("button", { name: "Hold again" }));
    expect(await screen.findByText(/held again until/)).toBeTruthy();
    expect(made).toEqual([
      { lines: [{ variantId: "v1", quantity: 3, locationId: "l1" }], forWhom: "Maeve Brennan", note: "" },
    ]);
  });
});
