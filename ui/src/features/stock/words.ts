import type { MovementKind } from "../../generated/commands";
import { texts } from "../../shared/i18n";

const t = texts({
  "movement.receive": "Receive",
  "movement.adjust": "Adjust",
  "movement.transfer_out": "Move out",
  "movement.transfer_in": "Move in",
  "movement.reserve": "Reserve",
  "movement.release": "Release",
  "movement.expire": "Expire",
  "movement.ship": "Ship",
  "movement.return": "Return",
});

export const movementWord = (kind: MovementKind) => t(`movement.${kind}`);
