//! The window of Stockroom. It hands commands to the core, passes the core's news to the screen, and
//! opens the system's own dialogs. It knows no rule of the domain.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod boot;
mod call;
mod dialogs;
mod events;
mod identity;
mod logs;
mod places;
mod store;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    let launch = match boot::Launch::from_process() {
        Ok(launch) => launch,
        Err(help) => {
            help.print();
            return help.exit_code();
        }
    };
    boot::prepare_rendering(launch.safe_rendering);
    let logs = logs::start(&launch.store);
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        store = %launch.store.display(),
        demo = launch.demo,
        safe_rendering = launch.safe_rendering,
        "starting"
    );
    match window::run(launch, logs.folder.clone()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // There is no window to say it in.
            tracing::error!(error, "the window cannot be made");
            eprintln!("Stockroom cannot open its window: {error}");
            eprintln!("Logs: {}", logs.folder.display());
            ExitCode::FAILURE
        }
    }
}
