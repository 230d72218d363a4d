import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Destination, Instant, Refusal, RequestId, Topic } from "../generated/commands";

/** What the shell itself does: dialogs, folders, the clipboard, the window. None of it knows a rule of the domain. */
export type BootStatus = {
  state: "open" | "failed";
  refusal?: Refusal;
  message?: string;
  demo: boolean;
  fileName: string;
  safeRendering: boolean;
};
export type ChosenDestination = { destination: Destination; fileName: string };

/** A file to read: chosen in the system's dialog, or dropped on the window. */
export type ChosenSource = { source: string; fileName: string };

export const shell = {
  bootStatus: () => invoke<BootStatus>("boot_status"),
  /** The system's save dialog; null when the person closed it. */
  chooseExportDestination: (suggestedName: string) =>
    invoke<ChosenDestination | null>("choose_export_destination", { suggestedName }),
  chooseBackupDestination: (suggestedName: string) =>
    invoke<ChosenDestination | null>("choose_backup_destination", { suggestedName }),
  /** The system's open dialog; null when the person closed it. */
  chooseImportSource: () => invoke<ChosenSource | null>("choose_import_source"),
  revealDestination: (destination: Destination) => invoke<void>("reveal_destination", { destination }),
  openLogFolder: () => invoke<void>("open_log_folder"),
  copyText: (text: string) => invoke<void>("copy_text", { text }),
  cancelRequest: (requestId: RequestId) => invoke<void>("cancel_request", { requestId }),
  /** The window is hidden until this: no white flash. */
  windowReady: () => invoke<void>("window_ready"),
};

export type Changed = { topics: Topic[]; at: Instant };
export type Progress = { requestId: RequestId; done: number; total: number };
export type MenuPick = { id: string };
export type ShellEvents = { changed: Changed; progress: Progress; menu: MenuPick; dropped: ChosenSource };

/** Listens until the returned function is called, also when it is called before the shell has answered. */
export function onShellEvent<K extends keyof ShellEvents>(name: K, run: (payload: ShellEvents[K]) => void): () => void {
  let stopped = false;
  const subscription = listen<ShellEvents[K]>(name, (event) => {
    if (!stopped) run(event.payload);
  });
  return () => {
    stopped = true;
    void subscription.then((stop) => stop());
  };
}
