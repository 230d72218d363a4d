import type { LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { keyLabel } from "../actions";
import { cx } from "../cx";

export function Kbd(props: { keys: string; className?: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd
      // The key is a hint for the eye; names of buttons are their words.
      aria-hidden="true"
      className={cx(
        "inline-block min-w-[18px] whitespace-nowrap rounded-1 border border-line-2 px-1 text-center font-sans font-medium text-11 text-ink-3",
        props.className,
      )}
    >
      {keyLabel(props.keys)}
    </kbd>
  );
}

export function Spinner(props: { className?: string }) {
  return <span className={cx("spin", props.className)} aria-hidden="true" />;
}

export type ButtonKind = "plain" | "main" | "quiet" | "danger" | "danger-solid";
export type ButtonSize = "sm" | "md" | "lg";

const KIND: Record<ButtonKind, string> = {
  plain: "border-line-2 bg-surface text-ink data-hovered:bg-hover data-pressed:bg-press [&>svg]:text-ink-2",
  main: "border-accent bg-accent text-on-accent data-hovered:border-accent-hover data-hovered:bg-accent-hover",
  quiet: "border-transparent! bg-transparent text-ink-2 data-hovered:bg-press data-pressed:bg-press",
  danger: "border-line-2 bg-surface text-bad data-hovered:bg-hover data-pressed:bg-press",
  "danger-solid": "border-bad bg-bad text-surface",
};
const OFF =
  "data-disabled:border-line data-disabled:bg-transparent data-disabled:text-ink-off data-disabled:[&>svg]:text-ink-off";
const SIZE: Record<ButtonSize, string> = {
  sm: "h-6 px-2 text-12",
  md: "h-7 px-2.5 text-13",
  lg: "h-9 px-3.5 text-13",
};

type Common = Omit<AriaButtonProps, "children" | "className" | "isDisabled" | "isPending" | "style"> & {
  kind?: ButtonKind;
  size?: ButtonSize;
  /** the answer has not come for 150 ms */
  pending?: boolean;
  off?: boolean;
  /** why it is off; said on hover and focus, so that an off button stays reachable */
  offReason?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
};

export type ButtonProps = Common & { icon?: LucideIcon; keys?: string; children: ReactNode };

export function Button({
  kind = "plain",
  size = "md",
  pending,
  off,
  offReason,
  icon: Icon,
  keys,
  className,
  children,
  ...rest
}: ButtonProps) {
  const dark = kind === "main" || kind === "danger-solid";
  const button = (
    <AriaButton
      {...rest}
      isDisabled={off && !offReason}
      aria-disabled={off || pending || undefined}
      onPress={off || pending ? undefined : rest.onPress}
      className={cx(
        "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-2 border font-medium transition-colors duration-(--fast)",
        KIND[kind],
        OFF,
        SIZE[size],
        off && offReason && "border-line! bg-transparent! text-ink-off! [&>svg]:text-ink-off!",
        className,
      )}
    >
      {pending ? <Spinner /> : Icon && <Icon size={size === "sm" ? 14 : 16} aria-hidden="true" className="-ml-px" />}
      {children}
      {keys && !off && <Kbd keys={keys} className={cx("-mr-1", dark && "border-current! text-current! opacity-85")} />}
    </AriaButton>
  );
  return off && offReason ? <Hint text={offReason}>{button}</Hint> : button;
}

export type IconButtonProps = Common & { icon: LucideIcon; label: string };

/** An icon without a word: toolbars only. The word is its name and its hint. */
export function IconButton({
  kind = "quiet",
  size = "md",
  pending,
  off,
  icon: Icon,
  label,
  className,
  offReason,
  ...rest
}: IconButtonProps) {
  return (
    <Hint text={offReason && off ? offReason : label}>
      <AriaButton
        {...rest}
        aria-label={label}
        isDisabled={off && !offReason}
        className={cx(
          "inline-flex shrink-0 items-center justify-center rounded-2 border transition-colors duration-(--fast)",
          KIND[kind],
          OFF,
          size === "sm" ? "size-6" : size === "lg" ? "size-9" : "size-7",
          className,
        )}
      >
        {pending ? <Spinner /> : <Icon size={size === "sm" ? 14 : 16} aria-hidden="true" />}
      </AriaButton>
    </Hint>
  );
}

/** A word that acts: reads like a link, is a button. */
export function LinkButton({
  className,
  children,
  ...rest
}: Omit<AriaButtonProps, "className" | "children"> & { className?: string; children: ReactNode }) {
  return (
    <AriaButton {...rest} className={cx("link", className)}>
      {children}
    </AriaButton>
  );
}

export function Hint(props: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      {props.children}
      <Tooltip offset={6} className="anim-in z-50 max-w-72 rounded-2 bg-raised px-2 py-1 text-12 text-ink shadow-pop">
        {props.text}
      </Tooltip>
    </TooltipTrigger>
  );
}
