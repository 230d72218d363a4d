/** For tests only: a stand-in for the shell's side of the bridge. */

/** What the shell would tell the screen. */
export { emit as emitShellEvent } from "@tauri-apps/api/event";
export { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
