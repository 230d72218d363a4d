import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { LocationId, MovementKind, VariantId } from "../generated/commands";
import { cx } from "./cx";
import { texts } from "./i18n";

const t = texts({
  "figure.on_hand": "The movements that sum to what is on hand",
  "figure.reserved": "The movements that sum to what is reserved",
  "figure.available": "All movements",
});

export type Figure = "on_hand" | "reserved" | "available";

/** The kinds of movement that change a figure; all of them change what is available. */
export const FIGURE_KINDS: Record<Figure, MovementKind[] | undefined> = {
  on_hand: ["receive", "ship", "return", "adjust", "transfer_in", "transfer_out"],
  reserved: ["reserve", "release", "expire", "ship"],
  available: undefined,
};

/** A figure of stock: a click opens the movements that sum to it. */
export function FigureLink(props: {
  variantId: VariantId;
  figure: Figure;
  locationId?: LocationId;
  /** in a list, where arrows move and Tab does not stop at every cell */
  inList?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      to="/stock/ledger"
      search={{ variant: props.variantId, location: props.locationId, kinds: FIGURE_KINDS[props.figure] }}
      tabIndex={props.inList ? -1 : undefined}
      title={t(`figure.${props.figure}`)}
      // A row's own click opens its panel.
      onClick={(e) => e.stopPropagation()}
      onPointerDown={props.inList ? (e) => e.stopPropagation() : undefined}
      className={cx("rounded-1 decoration-1 underline-offset-4 hover:underline", props.className)}
    >
      {props.children}
    </Link>
  );
}
