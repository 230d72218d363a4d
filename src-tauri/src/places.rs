//! Paths that Rust knows and the screen does not: folders to open, and the clipboard.

use std::path::PathBuf;
use std::sync::Arc;

use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_opener::OpenerExt;

use crate::store::Store;

/// Ten thousand table rows as text; more belongs into a file.
const COPY_LIMIT_BYTES: usize = 8 * 1024 * 1024;

/// Where the log files are.
pub struct LogFolder(pub PathBuf);

/// Shows a written file in the system's file manager. A destination that was never granted says so.
#[tauri::command]
pub async fn reveal_destination(
    app: AppHandle,
    store: State<'_, Arc<Store>>,
    destination: String,
) -> Result<(), String> {
    let store = Arc::clone(&store);
    off_the_drawing_thread(move || {
        let opened = store.opened().map_err(|failure| failure.message)?;
        let path =
            opened.core.destination_path(&destination).ok_or("This file was not chosen in a dialog of this window.")?;
        if app.opener().reveal_item_in_dir(&path).is_ok() {
            return Ok(());
        }
        // A desktop without a file manager that can select: its folder is the next best.
        let folder = path.parent().unwrap_or(&path);
        open_folder(&app, folder.to_string_lossy().into_owned())
    })
    .await
}

#[tauri::command]
pub async fn open_log_folder(app: AppHandle, logs: State<'_, LogFolder>) -> Result<(), String> {
    let folder = logs.0.to_string_lossy().into_owned();
    off_the_drawing_thread(move || open_folder(&app, folder)).await
}

#[tauri::command]
pub async fn copy_text(app: AppHandle, text: String) -> Result<(), String> {
    if text.len() > COPY_LIMIT_BYTES {
        return Err(format!(
            "That is {} MB of text; {} MB is the most that is copied. Export it to a file instead.",
            text.len().div_ceil(1024 * 1024),
            COPY_LIMIT_BYTES / (1024 * 1024),
        ));
    }
    off_the_drawing_thread(move || app.clipboard().write_text(text).map_err(|error| error.to_string())).await
}

fn open_folder(app: &AppHandle, folder: String) -> Result<(), String> {
    app.opener().open_path(folder, None::<&str>).map_err(|error| error.to_string())
}

async fn off_the_drawing_thread(work: impl FnOnce() -> Result<(), String> + Send + 'static) -> Result<(), String> {
    spawn_blocking(work).await.map_err(|error| error.to_string())?
}
