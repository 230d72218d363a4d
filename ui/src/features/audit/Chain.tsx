import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { AuditVerdict } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, LinkButton, Popover, useLate } from "../../shared/ui";
import { VerdictNote } from "./AuditPanel";

const t = texts({
  "chain.ok": "Chain verified to {n}",
  "chain.bad": "Chain broken at {n}",
  "chain.bad.somewhere": "Chain broken",
  "chain.verify": "Verify now",
  "chain.about": "What the anchor is for",
  "chain.about.what":
    "Every entry is sealed with the one before it, so this short code stands for the whole past up to entry {n}.",
  "chain.about.how":
    "Write it down on paper with the date. Whoever changes an old entry, even in the file itself, ends with another code at the same entry.",
  "chain.show": "Show entry {n}",
});

/** The chip that says how far the chain was read, and the button that reads it. */
export function Chain(props: {
  verdict: AuditVerdict | undefined;
  busy: boolean;
  onVerify: () => void;
  onShow: (seq: number) => void;
}) {
  const f = useFormats();
  const late = useLate(props.busy);
  const [open, setOpen] = useState(false);
  const chip = useRef<HTMLButtonElement>(null);
  const { verdict } = props;
  return (
    <>
      {verdict && (
        <>
          <AriaButton
            ref={chip}
            data-testid="chain-verdict"
            data-intact={verdict.intact}
            onPress={() => setOpen(true)}
            className={cx(
              "inline-flex h-6 items-center gap-1.5 rounded-1 px-2 font-medium text-12",
              verdict.intact ? "bg-ok-tint text-ok" : "bg-bad-tint text-bad",
            )}
          >
            {verdict.intact ? (
              <ShieldCheck size={14} aria-hidden="true" />
            ) : (
              <ShieldAlert size={14} aria-hidden="true" />
            )}
            <span className="narrow:sr-only">
              {verdict.intact
                ? t("chain.ok", { n: f.count(verdict.headSeq) })
                : verdict.firstBadSeq === null
                  ? t("chain.bad.somewhere")
                  : t("chain.bad", { n: f.count(verdict.firstBadSeq) })}
            </span>
            {verdict.intact && <span className="code font-semibold">{verdict.anchor}</span>}
          </AriaButton>
          <Popover
            open={open}
            onClose={() => setOpen(false)}
            triggerRef={chip}
            label={t("chain.about")}
            placement="bottom end"
            width={380}
          >
            <div className="grid gap-2 p-3 text-13">
              <VerdictNote verdict={verdict} />
              {verdict.intact ? (
                <>
                  <p className="text-ink-2">{t("chain.about.what", { n: f.count(verdict.headSeq) })}</p>
                  <p className="text-ink-2">{t("chain.about.how")}</p>
                </>
              ) : (
                verdict.firstBadSeq !== null && (
                  <div>
                    <LinkButton
                      onPress={() => {
                        setOpen(false);
                        props.onShow(verdict.firstBadSeq ?? 0);
                      }}
                    >
                      {t("chain.show", { n: f.count(verdict.firstBadSeq) })}
                    </LinkButton>
                  </div>
                )
              )}
            </div>
          </Popover>
        </>
      )}
      <Button size="sm" pending={late} onPress={props.onVerify} data-testid="verify-chain">
        {t("chain.verify")}
      </Button>
    </>
  );
}
