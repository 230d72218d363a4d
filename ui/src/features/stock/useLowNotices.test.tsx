import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { emitShellEvent } from "../../bridge/testing";
import { followChanges } from "../../shared/query";
import { cannedCore, draw } from "../../shared/testing";
import { useLowNotices } from "./useLowNotices";

function Watch() {
  useLowNotices();
  return null;
}
const tea = { variantId: "tea", sku: "TEA", name: "Tea", label: "100 g", available: 2, level: 5, at: 0 };
const pot = { ...tea, variantId: "pot", sku: "POT", name: "Pot", label: "", available: 0 };
const mug = { ...tea, variantId: "mug", sku: "MUG", name: "Mug", label: "" };

describe("the notice that something fell to its low mark", () => {
  it("tells what crossed since the ledger's last place, and not what was low before", async () => {
    let rows: object[] = [];
    let seq = 40;
    const sent = cannedCore({ stock_low_since: () => ({ seq, rows }) });
    const client = draw(<Watch />);
    const stop = followChanges(client);
    await waitFor(() => expect(sent("stock_low_since")).toEqual([{}]));
    expect(screen.queryByTestId("low-notice")).toBeNull();

    const change = () => act(() => emitShellEvent("changed", { topics: ["stock"] }));
    rows = [tea, pot];
    seq = 42;
    await change();
    await waitFor(() => expect(screen.getAllByTestId("low-notice")).toHaveLength(2));
    expect(
      screen
        .getAllByTestId("low-notice")
        .map((n) => n.textContent)
        .sort(),
    ).toEqual(["Pot is out: none available, the mark is 5.", "Tea, 100 g is low: 2 available, the mark is 5."]);
    expect(sent("stock_low_since").at(-1)).toEqual({ afterSeq: 40 });

    rows = [tea, pot, mug];
    await change();
    expect(await screen.findByText("3 products", {}, { timeout: 3000 })).toBeTruthy();
    expect(sent("stock_low_since").at(-1)).toEqual({ afterSeq: 42 });
    await userEvent.setup().click(screen.getAllByRole("button", { name: "Show" })[0] as HTMLElement);
    stop();
  });
});
