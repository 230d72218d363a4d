import type { ReactNode } from "react";
import { RefusedError } from "../../bridge";
import { texts } from "../../shared/i18n";
import { Button, Dialog, DialogBody, RequestId } from "../../shared/ui";

const t = texts({
  "linesform.cancel": "Cancel",
});

export const TEXT_MAX = 120;
export const NOTE_MAX = 500;

/** The frame of receiving, moving and opening stock: lines above, what goes with all of them below. */
export function LinesForm(props: {
  testid: string;
  title: string;
  lead: string;
  commitLabel: string;
  pending: boolean;
  error: unknown;
  onCommit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      width={680}
      data-testid={`${props.testid}-dialog`}
      title={props.title}
      lead={props.lead}
      onClose={props.onClose}
      onCommit={props.onCommit}
      footer={
        <>
          {props.error instanceof RefusedError && <RequestId id={props.error.requestId} />}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("linesform.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={props.pending}
            onPress={props.onCommit}
            data-testid={`${props.testid}-commit`}
          >
            {props.commitLabel}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-72 content-start">{props.children}</DialogBody>
    </Dialog>
  );
}
