/** For tests only: a stand-in for the shell's side of the bridge. */
export { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
