import { ChevronDown, HandCoins, ReceiptText, Timer } from "lucide-react";
import type { PlaceUpTo } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { Button, IconButton, Menu } from "../../shared/ui";
import { WAYS, wayWord } from "./words";

const t = texts({
  "basket.place.ways": "Place it another way",
  "basket.place.none": "Scan or pick a product first",
  "basket.place.pending": "pending, with a deadline",
  "basket.place.confirmed": "the stock is firm",
  "basket.place.delivered": "paid and gone",
});

export const WAY_KEYS: Record<PlaceUpTo, string> = { pending: "mod+1", confirmed: "mod+2", delivered: "mod+3" };
export const WAY_ICONS = { pending: Timer, confirmed: ReceiptText, delivered: HandCoins };

/** Places the basket the way it was done last; the others are one menu, or one key, away. */
export function PlaceButton(props: {
  way: PlaceUpTo;
  empty: boolean;
  pending: boolean;
  onPlace: (way: PlaceUpTo) => void;
}) {
  return (
    <span className="flex min-w-0 flex-1">
      <Button
        kind="main"
        size="lg"
        className="flex-1 rounded-r-none!"
        keys="mod+enter"
        pending={props.pending}
        off={props.empty}
        offReason={t("basket.place.none")}
        onPress={() => props.onPlace(props.way)}
        data-testid="place-order"
      >
        {wayWord(props.way)}
      </Button>
      <Menu
        label={t("basket.place.ways")}
        width={328}
        placement="top end"
        trigger={
          <IconButton
            kind="main"
            size="lg"
            icon={ChevronDown}
            label={t("basket.place.ways")}
            off={props.empty}
            data-testid="place-ways"
            className="-ml-px w-8! rounded-l-none! border-l-on-accent/30!"
          />
        }
        entries={WAYS.map((way) => ({
          id: way,
          label: wayWord(way),
          icon: WAY_ICONS[way],
          end: t(`basket.place.${way}`),
          run: () => props.onPlace(way),
        }))}
      />
    </span>
  );
}
