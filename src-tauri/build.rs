//! Prepares the desktop program: embeds the configuration and the permissions of the window.
//! Without the feature `desktop` there is no window and nothing to do.

fn main() {
    #[cfg(feature = "desktop")]
    desktop::build();
}

#[cfg(feature = "desktop")]
mod desktop {
    use tauri_build::{AppManifest, Attributes};

    /// Every command of the shell. A command that is missing here cannot be granted to the window;
    /// one that is not in `capabilities/` is refused at run time.
    const COMMANDS: &[&str] = &[
        "boot_status",
        "call",
        "cancel_request",
        "choose_backup_destination",
        "choose_export_destination",
        "choose_import_source",
        "copy_text",
        "open_log_folder",
        "reveal_destination",
        "window_ready",
    ];

    pub fn build() {
        // Both are read at compile time, and cargo would not notice a new one by itself.
        for read in ["ui/dist", "src-tauri/capabilities"] {
            println!("cargo:rerun-if-changed={read}");
        }
        let attributes = Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(AppManifest::new().commands(COMMANDS));
        tauri_build::try_build(attributes)
            .unwrap_or_else(|error| panic!("the desktop program cannot be prepared: {error:#}"));
    }
}
