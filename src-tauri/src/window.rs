//! The window: made hidden, shown when the screen has drawn itself, closed with the store in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, DragDropEvent, Manager, RunEvent, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::boot::Launch;
use crate::places::LogFolder;
use crate::store::Store;
use crate::{call, dialogs, events, identity, places};

const MAIN: &str = "main";
/// A screen that has not drawn by now is shown as it is: a window that never comes is worse.
const SHOWN_AT_THE_LATEST_AFTER: Duration = Duration::from_secs(3);

/// When the program started, and whether the window has been shown since.
struct Showing {
    started: Instant,
    shown: AtomicBool,
}

/// Opens the window and stays until it is closed. The error is what to tell the person.
pub fn run(launch: Launch, log_folder: PathBuf) -> Result<(), String> {
    // Without a display the toolkit panics rather than answers.
    let app = catch_unwind(AssertUnwindSafe(|| prepare(launch, log_folder)))
        .map_err(|_| "there is no display that it could use".to_owned())?
        .map_err(|error| error.to_string())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Arc<Store>>().close();
        }
    });
    Ok(())
}

fn prepare(launch: Launch, log_folder: PathBuf) -> tauri::Result<App> {
    let showing = Showing { started: Instant::now(), shown: AtomicBool::new(false) };
    let mut context = tauri::generate_context!();
    let identity = identity::of_window(&context.config().identifier, &launch);
    if !cfg!(target_os = "linux") {
        // Only D-Bus takes an identity of its own; elsewhere it is the program's identifier.
        context.config_mut().identifier.clone_from(&identity);
    }

    tauri::Builder::default()
        // First, so that a second start of the same store ends before it does anything else.
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .dbus_id(identity)
                .callback(|app, _, _| bring_forward(app))
                .build(),
        )
        .plugin(
            // Not VISIBLE: restoring it would show the window before it has drawn.
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(tauri_plugin_clipboard_manager::init())
        // Custom reports read through a pool that Rust opens; until then it has none, and the
        // window may only SELECT.
        .plugin(tauri_plugin_sql::Builder::new().build())
        .manage(showing)
        .manage(LogFolder(log_folder))
        .invoke_handler(tauri::generate_handler![
            call::boot_status,
            call::call,
            call::cancel_request,
            dialogs::choose_backup_destination,
            dialogs::choose_export_destination,
            dialogs::choose_import_source,
            places::copy_text,
            places::open_log_folder,
            places::reveal_destination,
            window_ready,
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
                take_dropped(window.app_handle(), paths);
            }
        })
        .setup(move |app| set_up(app, launch))
        .build(context)
}

fn set_up(app: &mut App, launch: Launch) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle().clone();
    let store = Arc::new(Store::new(launch, move |core| events::forward(&handle, core)));
    app.manage(Arc::clone(&store));
    std::thread::Builder::new().name("open".into()).spawn(move || store.open())?;

    make_window(app)?;
    let handle = app.handle().clone();
    std::thread::Builder::new().name("show".into()).spawn(move || {
        std::thread::sleep(SHOWN_AT_THE_LATEST_AFTER);
        show_once(&handle, "the time was up");
    })?;
    Ok(())
}

/// Hands a file that was dropped on the window to the screen. Of several the first: a screen reads one at a time.
fn take_dropped(app: &AppHandle, paths: &[PathBuf]) {
    let Some(path) = paths.first().cloned() else { return };
    let app = app.clone();
    // The store may still be opening: not on the thread that draws.
    tauri::async_runtime::spawn_blocking(move || match dialogs::source(&app.state::<Arc<Store>>(), path) {
        Ok(source) => events::emit(&app, "dropped", &source),
        Err(refused) => tracing::warn!(%refused, "a dropped file is not read"),
    });
}

fn make_window(app: &App) -> tauri::Result<WebviewWindow> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .expect("tauri.conf.json, embedded in this program, has the window `main`");
    WebviewWindowBuilder::from_config(app.handle(), config)?
        .on_document_title_changed(|window, title| {
            // The title is the screen's to word; a system that cannot show it loses nothing else.
            let _ = window.set_title(&title);
        })
        .on_navigation(is_our_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
}

/// The window shows the program and nothing else, whatever a text in the store contains.
fn is_our_own(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost") || url.as_str() == "about:blank"
}

/// The screen has drawn: no white flash any more.
#[tauri::command]
pub async fn window_ready(app: AppHandle) {
    show_once(&app, "the screen is ready");
}

fn show_once(app: &AppHandle, why: &str) {
    let showing = app.state::<Showing>();
    if showing.shown.swap(true, Ordering::Relaxed) {
        return;
    }
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    match window.show().and_then(|()| window.set_focus()) {
        Ok(()) => {
            tracing::info!(after_ms = showing.started.elapsed().as_millis(), why, "window shown");
        }
        Err(error) => tracing::error!(%error, "the window cannot be shown"),
    }
}

/// A second start of the same store: the person wants the window that exists.
fn bring_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    if let Err(error) = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window did not come forward");
    }
}
