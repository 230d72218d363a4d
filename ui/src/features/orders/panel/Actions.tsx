import type { OrderDetail } from "../../../generated/commands";
import { texts } from "../../../shared/i18n";
import { Button } from "../../../shared/ui";
import { ACTION_KEYS, actionLabel, arranged, isOnward, isOwed } from "../logic";
import type { OrderActionItem } from "../useOrderActions";

const t = texts({ "order.final": "Nothing more can be done with it." });

/** Exactly what the core allows, the way onward first; what does not fit is in the menu above. */
export function Actions(props: { detail: OrderDetail; actions: OrderActionItem[] }) {
  const { shown, menu } = arranged(props.actions, isOwed(props.detail));
  if (shown.length === 0) return menu.length === 0 && <span className="text-ink-3">{t("order.final")}</span>;
  return (
    <>
      {shown.map((a) => {
        const { action } = a.allowed;
        return (
          <Button
            key={action}
            data-testid={`action-${action}`}
            kind={action === "cancel" ? "danger" : isOnward(action) ? "main" : "plain"}
            icon={isOnward(action) ? a.icon : undefined}
            keys={isOnward(action) ? ACTION_KEYS[action] : undefined}
            pending={a.pending}
            onPress={a.run}
          >
            {actionLabel(a.allowed)}
          </Button>
        );
      })}
    </>
  );
}
