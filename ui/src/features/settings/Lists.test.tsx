import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { LocationId } from "../../generated/commands";
import { cannedCore, draw, expectNothingSerious, ONE_PLACE, PLACES, refuse } from "../../shared/testing";
import { LocationsSection } from "./LocationsSection";
import { ReasonsSection } from "./ReasonsSection";

describe("locations", () => {
  it("while there is one, it is not archived, and it is said why nothing speaks of it", async () => {
    cannedCore({ location_list: ONE_PLACE });
    draw(<LocationsSection />);
    await screen.findByTestId("location");
    expect(screen.getByText(/no screen speaks of locations/)).toBeTruthy();
    expect(screen.queryByTestId("location-archive")).toBeNull();
  });

  it("one that holds units is not archived, with its figures", async () => {
    const sent = cannedCore({
      location_list: PLACES,
      location_update: () =>
        refuse({
          code: "LOCATION_IN_USE",
          id: "back" as LocationId,
          name: "Stockroom",
          onHand: 9,
          reserved: 0,
          selling: false,
        }),
    });
    draw(<LocationsSection />);
    const back = (await screen.findAllByTestId("location")).find((l) => l.dataset.name === "Stockroom");
    if (!back) throw new Error("two places");
    await expectNothingSerious(screen.getByTestId("locations"));
    await userEvent.setup().click(within(back).getByTestId("location-archive"));
    expect((await screen.findByTestId("error-note")).textContent).toContain("Stockroom has 9 on hand and 0 reserved.");
    expect(sent("location_update")).toEqual([{ id: "back", rowVersion: 1, archived: true }]);
  });

  it("a new name that is taken stays in the field", async () => {
    const user = userEvent.setup();
    cannedCore({
      location_list: PLACES,
      location_create: () => refuse({ code: "NAME_TAKEN", object: "location", name: "Stockroom", id: "back" }),
    });
    draw(<LocationsSection />);
    await user.type(await screen.findByTestId("location-new-name"), "stockroom{Enter}");
    expect((await screen.findByTestId("error-note")).textContent).toContain("Stockroom");
    expect(screen.getByTestId<HTMLInputElement>("location-new-name").value).toBe("stockroom");
  });
});

describe("adjustment reasons", () => {
  const rows = [
    { id: "1", code: "damaged", name: "Damaged", fixed: false, archived: false, rowVersion: 4 },
    { id: "2", code: "found", name: "Found", fixed: true, archived: false, rowVersion: 1 },
  ];
  it("what the program writes itself is renamed, but never archived, and says why", async () => {
    const user = userEvent.setup();
    const sent = cannedCore({
      reason_list: { rows },
      reason_update: { ...rows[1], name: "Turned up", rowVersion: 2 },
    });
    draw(<ReasonsSection />);
    const found = (await screen.findAllByTestId("reason")).find((r) => r.dataset.code === "found");
    if (!found) throw new Error("two reasons");
    expect(found.textContent).toContain("Stockroom writes it itself, so it stays");
    expect(within(found).queryByTestId("reason-archive")).toBeNull();
    await user.click(within(found).getByTestId("reason-rename"));
    const name = within(found).getByTestId("reason-rename-name");
    await user.clear(name);
    await user.type(name, "Turned up{Enter}");
    expect(sent("reason_update")).toEqual([{ id: "2", rowVersion: 1, name: "Turned up" }]);
  });
});
