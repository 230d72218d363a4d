import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { emitShellEvent } from "../../bridge/testing";
import { currentTime } from "../../shared/clock";
import { followChanges } from "../../shared/query";
import { cannedCore, draw } from "../../shared/testing";
import { useAskNotices, useWaitNotices } from "./useWaitNotices";

const wait = {
  id: "w1",
  variantId: "tent",
  locationId: "shop",
  name: "Fjord 2P Tent, Moss",
  forWhom: "Keane",
  quantity: 2,
  granted: 2,
  groupId: "g1",
  basketId: null,
  orderId: null,
  holdSeconds: 600,
};
const hold = (over: object = {}) => ({
  id: "h1",
  groupId: "g1",
  name: wait.name,
  quantity: 2,
  forWhom: "Keane",
  customerName: null,
  status: "active",
  expiresAt: currentTime() + 600_000,
  askedAt: null,
  askedBy: null,
  askedNote: "",
  ...over,
});
const changed = (...topics: string[]) => act(() => emitShellEvent("changed", { topics }));

function WatchWaits() {
  useWaitNotices();
  return null;
}
function WatchAsked() {
  useAskNotices();
  return null;
}

describe("the notice that a wait was served", () => {
  it("names product, for whom and the time left, with the way to what it became", async () => {
    let rows: object[] = [];
    let seq = 7;
    const sent = cannedCore({
      wait_since: () => ({ seq, rows }),
      reservation_list: () => ({ rows: [hold({ id: "other", groupId: "g0" }), hold()], next: null }),
    });
    const stop = followChanges(draw(<WatchWaits />));
    await waitFor(() => expect(sent("wait_since")).toEqual([{}]));
    rows = [
      { auditSeq: 8, action: "granted", units: 2, wait },
      { auditSeq: 9, action: "expired", units: 1, wait: { ...wait, id: "w2", basketId: "b1" } },
    ];
    seq = 9;
    await changed("waits", "holds");
    await waitFor(() => expect(screen.getAllByTestId("wait-notice")).toHaveLength(2));
    const told = screen.getAllByTestId("wait-notice").map((n) => n.textContent ?? "");
    expect(
      told.some((n) => /^2 Fjord 2P Tent, Moss came free and are held for Keane, (10:00|9:5\d) left\.$/.test(n)),
    ).toBe(true);
    expect(told).toContain("The wait of Keane for 1 Fjord 2P Tent, Moss is over: none came free.");
    expect(screen.getByRole("button", { name: "Show the hold" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open basket" })).toBeTruthy();
    expect(sent("wait_since").at(-1)).toEqual({ afterSeq: 7 });

    rows = [];
    await changed("stock");
    expect(sent("wait_since")).toHaveLength(2);
    stop();
  });
});

describe("the notice that somebody needs held units", () => {
  it("is for everybody but who asked, and comes once", async () => {
    let rows = [hold(), hold({ id: "h2", groupId: "g2" })];
    const sent = cannedCore({
      reservation_list: () => ({ rows, next: null }),
      staff_list: { rows: [], me: { id: "s", name: "Niamh Doherty", role: "clerk" } },
    });
    const client = draw(<WatchAsked />);
    const stop = followChanges(client);
    await waitFor(() => expect(sent("reservation_list")).toHaveLength(1));
    await waitFor(() => expect(client.isFetching()).toBe(0));
    rows = [
      hold({ askedAt: 5, askedBy: "Ciarán Walsh", askedNote: "at the till" }),
      hold({ id: "h2", groupId: "g2", askedAt: 6, askedBy: "Niamh Doherty" }),
    ];
    await changed("holds");
    const notice = await screen.findByTestId("ask-notice");
    expect(notice.textContent).toBe(
      "Ciarán Walsh asks to release 2 Fjord 2P Tent, Moss, held for Keane. “at the till”",
    );
    await changed("holds");
    await waitFor(() => expect(client.isFetching()).toBe(0));
    expect(screen.getAllByTestId("ask-notice")).toHaveLength(1);
    stop();
  });
});
