//! The system's own dialogs for files, and files dropped on the window. The chosen path goes to the core, which hands
//! back a token; the screen gets the token and the file's name, and so can never name a path itself.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use stockroom_core::Refusal;
use tauri::async_runtime::spawn_blocking;
use tauri::{State, WebviewWindow};
use tauri_plugin_dialog::DialogExt;

use crate::store::{Failure, Store};

/// A name longer than this is not one that a person would keep.
const SUGGESTED_NAME_LIMIT_CHARS: usize = 120;

/// A file that the person chose.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    destination: String,
    file_name: String,
}

/// A file to read that the person chose, or dropped on the window.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    source: String,
    file_name: String,
}

/// Why a chosen file cannot be used.
#[derive(Serialize)]
pub struct NotChosen {
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<Arc<Refusal>>,
    message: String,
}

/// What is asked for, in the words of the dialog.
struct Ask {
    title: &'static str,
    kind: &'static str,
    extension: &'static str,
}

const EXPORT: Ask = Ask { title: "Export as CSV", kind: "CSV table", extension: "csv" };
const BACKUP: Ask = Ask { title: "Back up the store", kind: "Stockroom store", extension: "stockroom" };

/// `None`: the person closed the dialog.
#[tauri::command]
pub async fn choose_export_destination(
    window: WebviewWindow,
    store: State<'_, Arc<Store>>,
    suggested_name: String,
) -> Result<Option<Chosen>, NotChosen> {
    choose(window, Arc::clone(&store), EXPORT, suggested_name).await
}

/// `None`: the person closed the dialog.
#[tauri::command]
pub async fn choose_backup_destination(
    window: WebviewWindow,
    store: State<'_, Arc<Store>>,
    suggested_name: String,
) -> Result<Option<Chosen>, NotChosen> {
    choose(window, Arc::clone(&store), BACKUP, suggested_name).await
}

/// `None`: the person closed the dialog.
#[tauri::command]
pub async fn choose_import_source(
    window: WebviewWindow,
    store: State<'_, Arc<Store>>,
) -> Result<Option<Source>, NotChosen> {
    let store = Arc::clone(&store);
    let work = move || {
        let path = match of_the_test("STOCKROOM_E2E_IMPORT_FILE") {
            Some(file) => Some(file),
            None => window
                .dialog()
                .file()
                .set_parent(&window)
                .set_title("Import from CSV")
                .add_filter("Tables", &["csv", "tsv", "txt"])
                .add_filter("All files", &["*"])
                .blocking_pick_file()
                .and_then(|chosen| chosen.into_path().ok()),
        };
        path.map(|path| source(&store, path)).transpose()
    };
    spawn_blocking(work).await.unwrap_or_else(|error| Err(not_opened(&error)))
}

/// Lets the core read a file, and gives what the screen may know of it.
pub fn source(store: &Store, path: PathBuf) -> Result<Source, NotChosen> {
    let opened = store.opened().map_err(NotChosen::from)?;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = opened.core.grant_source(path).map_err(Failure::from)?;
    Ok(Source { source, file_name })
}

async fn choose(
    window: WebviewWindow,
    store: Arc<Store>,
    ask: Ask,
    suggested_name: String,
) -> Result<Option<Chosen>, NotChosen> {
    let work = move || {
        let opened = store.opened().map_err(NotChosen::from)?;
        let name = plain_name(&suggested_name, ask.extension);
        let path = match of_the_test("STOCKROOM_E2E_EXPORT_DIR") {
            Some(folder) => Some(folder.join(name)),
            None => show(&window, &ask, &name),
        };
        let Some(path) = path.map(|path| with_extension(path, ask.extension)) else {
            return Ok(None);
        };
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let destination = opened.core.grant_destination(path).map_err(Failure::from)?;
        Ok(Some(Chosen { destination, file_name }))
    };
    spawn_blocking(work).await.unwrap_or_else(|error| Err(not_opened(&error)))
}

fn not_opened(error: &impl std::fmt::Display) -> NotChosen {
    NotChosen { refusal: None, message: format!("The dialog could not be opened: {error}") }
}

fn show(window: &WebviewWindow, ask: &Ask, name: &str) -> Option<PathBuf> {
    window
        .dialog()
        .file()
        .set_parent(window)
        .set_title(ask.title)
        .set_file_name(name)
        .add_filter(ask.kind, &[ask.extension])
        .blocking_save_file()
        .and_then(|chosen| chosen.into_path().ok())
}

/// What is chosen without a dialog while a WebDriver drives the window: it cannot reach the system's
/// dialogs. Without a driver the variable means nothing.
fn of_the_test(variable: &str) -> Option<PathBuf> {
    let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true");
    std::env::var_os(variable).filter(|_| driven).map(PathBuf::from)
}

/// The screen's suggestion as one file name: no folder, no character that a file system refuses.
fn plain_name(suggested: &str, extension: &str) -> String {
    let name: String = suggested
        .chars()
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c })
        .take(SUGGESTED_NAME_LIMIT_CHARS)
        .collect();
    match name.trim_matches(['.', ' ', '-']) {
        "" => format!("stockroom.{extension}"),
        name => name.to_owned(),
    }
}

/// A name typed without an ending gets the one that its program is found by.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(extension) }
}

impl std::fmt::Display for NotChosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<Failure> for NotChosen {
    fn from(failure: Failure) -> Self {
        Self { refusal: failure.refusal, message: failure.message }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_suggested_name_is_one_file_in_no_folder() {
        assert_eq!(plain_name("orders 2026-11-20.csv", "csv"), "orders 2026-11-20.csv");
        assert_eq!(plain_name("../../etc/passwd", "csv"), "etc-passwd");
        assert_eq!(plain_name("..", "csv"), "stockroom.csv");
        assert_eq!(plain_name(&"x".repeat(1_000_000), "csv").len(), SUGGESTED_NAME_LIMIT_CHARS);
    }

    #[test]
    fn a_missing_ending_is_added_and_a_chosen_one_stays() {
        let ending = |name: &str| with_extension(PathBuf::from(name), "csv");
        assert_eq!(ending("/tmp/orders"), Path::new("/tmp/orders.csv"));
        assert_eq!(ending("/tmp/orders.txt"), Path::new("/tmp/orders.txt"));
    }
}
