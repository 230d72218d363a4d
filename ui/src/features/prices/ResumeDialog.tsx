import type { PriceRule } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { Button, Dialog, DialogBody } from "../../shared/ui";
import { Tried, Warnings } from "./Tried";

const t = texts({
  "resume.title": "Switch on {name}?",
  "resume.lead": "From now on it counts wherever a price is asked for. Baskets and orders keep what they were quoted.",
  "resume.cancel": "Cancel",
  "resume.commit": "Switch on",
});

/** What a rule would have done last month, before it does it. */
export function ResumeDialog(props: { rule: PriceRule; pending: boolean; onCommit: () => void; onClose: () => void }) {
  return (
    <Dialog
      open
      data-testid="resume-dialog"
      title={t("resume.title", { name: props.rule.name })}
      lead={t("resume.lead")}
      onClose={props.onClose}
      onCommit={props.onCommit}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("resume.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={props.pending}
            onPress={props.onCommit}
            autoFocus
            data-testid="resume-commit"
          >
            {t("resume.commit")}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-40 content-start">
        <Warnings warnings={props.rule.warnings} />
        <Tried request={{ ruleId: props.rule.id }} hint="" />
      </DialogBody>
    </Dialog>
  );
}
