import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { CountSheet } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, TextField, toastDone } from "../../shared/ui";

const t = texts({
  "cancel.title": "Cancel {name}?",
  "cancel.lead":
    "{n, plural, =0 {Nothing is counted yet. The stock stays as it is.} one {# counted line stays to be read, but the stock stays as it is.} other {# counted lines stay to be read, but the stock stays as it is.}} It cannot be opened again.",
  "cancel.reason": "Reason",
  "cancel.keep": "Go on counting",
  "cancel.commit": "Cancel the count",
  "cancel.done": "<b>{name}</b> cancelled. No stock was changed.",
});

const REASON_MAX = 500;

export function CancelDialog(props: { sheet: CountSheet; onClose: () => void }) {
  const { sheet } = props;
  const f = useFormats();
  const navigate = useNavigate();
  const write = useWrite("count_cancel");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  const commit = async () => {
    if (write.pending) return;
    setError(null);
    try {
      await write.run({ id: sheet.id, rowVersion: sheet.rowVersion, reason: reason.trim() || undefined });
      toastDone(t.rich("cancel.done", { name: sheet.name }));
      props.onClose();
      void navigate({ to: "/count" });
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <Dialog
      open
      alert
      data-testid="cancel-dialog"
      title={t("cancel.title", { name: sheet.name })}
      lead={t("cancel.lead", { n: sheet.counted, counted: f.count(sheet.counted) })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("cancel.keep")}
          </Button>
          <Button
            size="lg"
            kind="danger-solid"
            keys="mod+enter"
            pending={write.slow}
            onPress={() => void commit()}
            data-testid="cancel-commit"
          >
            {t("cancel.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TextField
          label={t("cancel.reason")}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          autoFocus
          error={problems?.get("reason") ?? null}
        />
        {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
      </DialogBody>
    </Dialog>
  );
}
