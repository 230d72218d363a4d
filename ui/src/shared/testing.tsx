import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { expect } from "vitest";
import type { CommandName } from "../bridge";
import { mockIPC } from "../bridge/testing";
import type { Holder, Refusal } from "../generated/commands";
import { createQueryClient } from "./query";
import { Toasts } from "./ui";

// For tests only. The answers are canned: what is tested is what a screen does with them, not what the core decides.

export const refuse = (refusal: Refusal) => ({ outcome: "refused" as const, refusal, message: "" });
type Canned = unknown | ((request: never) => unknown);

/** A core that answers as told. Returns what was sent to it, command by command. */
export function cannedCore(answers: Partial<Record<CommandName, Canned>>) {
  const sent: { name: string; request: unknown }[] = [];
  mockIPC(
    (cmd, args) => {
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: CommandName; payload: string; requestId: string };
      const request = JSON.parse(payload) as never;
      sent.push({ name, request });
      const canned = answers[name];
      const value: unknown = typeof canned === "function" ? canned(request) : canned;
      if (value === undefined) return JSON.stringify({ outcome: "incident", requestId, incident: "not canned" });
      const refused = typeof value === "object" && value !== null && "outcome" in value;
      return JSON.stringify(refused ? { requestId, ...value } : { outcome: "done", requestId, value });
    },
    { shouldMockEvents: true },
  );
  return (name: CommandName) => sent.filter((s) => s.name === name).map((s) => s.request);
}

/** Draws a part of a screen with what every screen has around it. */
export function draw(children: ReactNode) {
  const root = createRootRoute();
  const home = createRoute({ getParentRoute: () => root, path: "/", component: () => children });
  const router = createRouter({
    routeTree: root.addChildren([home]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
      <Toasts />
    </QueryClientProvider>,
  );
  return client;
}

/** axe finds nothing serious; contrast is looked at in the real window. */
export async function expectNothingSerious(element: HTMLElement) {
  const found = await axe.run(element, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
    [],
  );
}

export const PLACES = {
  rows: [
    {
      id: "shop",
      name: "Shop floor",
      selling: true,
      archived: false,
      variants: 2,
      onHand: 5,
      reserved: 3,
      rowVersion: 1,
    },
    {
      id: "back",
      name: "Stockroom",
      selling: false,
      archived: false,
      variants: 1,
      onHand: 9,
      reserved: 0,
      rowVersion: 1,
    },
  ],
};
export const ONE_PLACE = { rows: PLACES.rows.slice(0, 1) };

/** Who has units: what a test says of them, the rest empty. */
export function holder(said: Partial<Holder> & Pick<Holder, "kind">): Holder {
  return {
    id: said.kind,
    lineNo: null,
    label: "",
    quantity: 1,
    expiresAt: null,
    leftSeconds: null,
    customerName: null,
    orderId: null,
    orderNumber: null,
    orderStatus: null,
    basketId: null,
    basketName: null,
    staffName: null,
    askedAt: null,
    ...said,
  };
}
