import { Component, type ReactNode } from "react";
import { ErrorNote } from "../shared/ui";

/** The last net: the screen broke, the books did not. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="mx-auto max-w-[560px] p-8">
        <ErrorNote error={this.state.error} steps={{ reload: () => location.reload() }} />
      </div>
    );
  }
}
