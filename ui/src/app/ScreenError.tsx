import { ErrorNote } from "../shared/ui";

/** A screen broke; the frame stays, so that one can go elsewhere. */
export function ScreenError(props: { error: unknown; reset?: () => void }) {
  return (
    <div className="p-6">
      <ErrorNote error={props.error} steps={{ reload: props.reset ?? (() => location.reload()) }} />
    </div>
  );
}
