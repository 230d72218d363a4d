import { useState } from "react";
import type { Reservation } from "../../generated/commands";
import { useMinute } from "../../shared/clock";
import { startOfDay } from "../../shared/days";
import { addDays, useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, Dialog, DialogBody } from "../../shared/ui";
import { choiceSeconds, HOUR, type TimeChoice } from "./logic";
import { TimeField } from "./TimeField";

const t = texts({
  "extend.title": "Extend the hold",
  "extend.title.for": "Extend the hold for {who}",
  "extend.lead": "Added to the time that is left; it lapses at {time} now.",
  "extend.cancel": "Cancel",
  "extend.do": "Extend",
});

export function ExtendDialog(props: {
  hold: Reservation;
  pending: boolean;
  onExtend: (seconds: number) => void;
  onClose: () => void;
}) {
  const { hold } = props;
  const f = useFormats();
  const now = useMinute();
  const [choice, setChoice] = useState<TimeChoice>({ kind: "seconds", seconds: HOUR });
  const dayEnd = startOfDay(addDays(f.day(now), 1), f.timeZone);
  const seconds = choiceSeconds(choice, hold.expiresAt, dayEnd);
  const commit = () => {
    if (seconds !== null) props.onExtend(seconds);
  };
  return (
    <Dialog
      open
      width={480}
      data-testid="extend-dialog"
      title={hold.forWhom === "" ? t("extend.title") : t("extend.title.for", { who: hold.forWhom })}
      lead={t("extend.lead", { time: f.moment(hold.expiresAt, now) })}
      onClose={props.onClose}
      onCommit={commit}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("extend.cancel")}
          </Button>
          <Button kind="main" keys="mod+enter" pending={props.pending} onPress={commit} data-testid="extend-commit">
            {t("extend.do")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TimeField value={choice} onChange={setChoice} from={hold.expiresAt} dayEnd={dayEnd} now={now} />
      </DialogBody>
    </Dialog>
  );
}
