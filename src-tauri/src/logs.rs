//! Rolling log files beside the store: one a day, the last fourteen kept.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const FILES_KEPT: usize = 14;
const USUAL_FILTER: &str = "info,zbus=warn,sqlx=warn,tao=warn,wry=warn";

/// Keeps the log being written; what is still in memory goes to disk when it is dropped.
pub struct Logs {
    pub folder: PathBuf,
    _flush_at_end: Option<WorkerGuard>,
}

/// Starts logging to `logs/` beside the store, and to the standard error. When the folder cannot be
/// written (a store on a read-only disk), the log goes to the temporary folder: opening the window
/// and saying what is wrong matters more than where the log is.
pub fn start(store: &Path) -> Logs {
    let beside_store = store.parent().unwrap_or(Path::new(".")).join("logs");
    let name = store.file_stem().map_or("stockroom".into(), |stem| stem.to_string_lossy());
    let elsewhere = std::env::temp_dir().join("stockroom-logs");
    let (folder, appender) = match open(&beside_store, &name) {
        Some(appender) => (beside_store, Some(appender)),
        None => {
            let appender = open(&elsewhere, &name);
            (elsewhere, appender)
        }
    };

    let filter = std::env::var("STOCKROOM_LOG")
        .ok()
        .and_then(|text| EnvFilter::try_new(text).ok())
        .unwrap_or_else(|| EnvFilter::new(USUAL_FILTER));
    let (file, flush_at_end) = match appender.map(tracing_appender::non_blocking) {
        Some((writer, guard)) => {
            (Some(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer)), Some(guard))
        }
        None => (None, None),
    };
    let screen =
        tracing_subscriber::fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    tracing_subscriber::registry().with(filter).with(file).with(screen).init();
    log_panics();
    Logs { folder, _flush_at_end: flush_at_end }
}

fn open(folder: &Path, name: &str) -> Option<RollingFileAppender> {
    std::fs::create_dir_all(folder).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(name)
        .filename_suffix("log")
        .max_log_files(FILES_KEPT)
        .build(folder)
        .ok()
}

/// A panic on any thread is in the file too: nobody sees the standard error of a desktop program.
/// It replaces the usual report, which would say the same to the standard error a second time.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(trace = %std::backtrace::Backtrace::force_capture(), "{panic}");
    }));
}
