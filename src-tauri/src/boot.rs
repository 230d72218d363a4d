//! What the program was asked to do: arguments and environment, read once, before anything else runs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const STORE_FILE: &str = "stockroom.stockroom";
const DEMO_FILE: &str = "demo.stockroom";

const USAGE: &str = "\
Usage: stockroom-desktop [OPTIONS]

  --demo             Open a sample store in a file of its own, beside the real one
  --new              Make the file that STOCKROOM_STORE names when it does not exist
  --safe-rendering   Draw without the graphics card (a blank or flickering window)
  --version          Print the version
  --help             Print this

  STOCKROOM_STORE    The store file (otherwise the one in your data folder)
  STOCKROOM_LOG      What to log: error, warn, info (usual), debug, trace
";

/// How this run was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    pub store: PathBuf,
    /// Whether a missing file is made. A file that was named by hand and is not there (a stick that
    /// is not plugged in) must not turn into an empty store.
    pub create: bool,
    pub demo: bool,
    /// Whether this is the store in the person's own data folder.
    pub usual_store: bool,
    pub safe_rendering: bool,
}

/// Why the program prints something and ends instead of opening a window.
#[derive(Debug, PartialEq, Eq)]
pub enum Help {
    Usage,
    Version,
    UnknownArgument(String),
    NoDataFolder,
}

impl Launch {
    pub fn from_process() -> Result<Self, Help> {
        Self::parse(
            std::env::args_os().skip(1),
            std::env::var_os("STOCKROOM_STORE").filter(|path| !path.is_empty()),
            data_folder().as_deref(),
        )
    }

    fn parse(
        arguments: impl Iterator<Item = OsString>,
        named_store: Option<OsString>,
        data_folder: Option<&Path>,
    ) -> Result<Self, Help> {
        let (mut demo, mut create, mut safe_rendering) = (false, false, false);
        for argument in arguments {
            match argument.to_str() {
                Some("--demo") => demo = true,
                Some("--new") => create = true,
                Some("--safe-rendering") => safe_rendering = true,
                Some("--version" | "-V") => return Err(Help::Version),
                Some("--help" | "-h") => return Err(Help::Usage),
                // GTK reads its own switches by itself.
                Some(other) if other.starts_with("--gtk-") || other.starts_with("--display=") => {}
                Some(_) | None => {
                    return Err(Help::UnknownArgument(argument.to_string_lossy().into_owned()));
                }
            }
        }
        let usual_store = named_store.is_none();
        let real_store = match named_store {
            Some(path) => absolute(PathBuf::from(path)),
            None => data_folder.ok_or(Help::NoDataFolder)?.join("Stockroom").join(STORE_FILE),
        };
        Ok(Self {
            // The sample lives beside the real store under its own name, so that no switch can
            // ever fill a real store with invented orders.
            store: if demo { real_store.with_file_name(DEMO_FILE) } else { real_store },
            create: create || demo || usual_store,
            demo,
            usual_store: usual_store && !demo,
            safe_rendering,
        })
    }
}

impl Help {
    #[expect(clippy::print_stdout, reason = "what was asked for goes to the standard output")]
    pub fn print(&self) {
        match self {
            Help::Usage => print!("{USAGE}"),
            Help::Version => println!("stockroom-desktop {}", env!("CARGO_PKG_VERSION")),
            Help::UnknownArgument(argument) => {
                eprintln!("Stockroom does not know \"{argument}\".\n\n{USAGE}");
            }
            Help::NoDataFolder => {
                eprintln!("This account has no data folder. Name a store file in STOCKROOM_STORE.");
            }
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        match self {
            Help::Usage | Help::Version => ExitCode::SUCCESS,
            Help::UnknownArgument(_) | Help::NoDataFolder => ExitCode::from(2),
        }
    }
}

/// Sets what WebKitGTK reads when it starts. The DMA-BUF renderer needs a working graphics driver;
/// without one it shows a blank window or spends several times the processor on scrolling.
/// What the person set stays.
#[expect(unsafe_code, reason = "the only way to reach variables that a C library reads")]
pub fn prepare_rendering(safe: bool) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let set_unless_set = |name: &str| {
        if std::env::var_os(name).is_none() {
            // SAFETY: called first in `main`, before any other thread exists.
            unsafe { std::env::set_var(name, "1") };
        }
    };
    set_unless_set("WEBKIT_DISABLE_DMABUF_RENDERER");
    if safe {
        set_unless_set("WEBKIT_DISABLE_COMPOSITING_MODE");
    }
}

/// Where the operating system keeps the data of programs.
fn data_folder() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(target_os = "windows") {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        // The specification of the XDG folders: a path that is not absolute is to be ignored.
        from("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| from("HOME").map(|home| home.join(".local/share")))
    }
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch(arguments: &[&str], store: Option<&str>) -> Result<Launch, Help> {
        Launch::parse(
            arguments.iter().map(OsString::from),
            store.map(OsString::from),
            Some(Path::new("/home/ada/.local/share")),
        )
    }

    #[test]
    fn the_usual_store_is_in_the_data_folder_and_is_made_when_missing() {
        let launch = launch(&[], None).unwrap();
        assert_eq!(launch.store, Path::new("/home/ada/.local/share/Stockroom/stockroom.stockroom"));
        assert!(launch.create && launch.usual_store && !launch.demo);
    }

    #[test]
    fn a_store_named_by_hand_is_made_only_when_asked() {
        let named = launch(&[], Some("/mnt/stick/shop.stockroom")).unwrap();
        assert_eq!(named.store, Path::new("/mnt/stick/shop.stockroom"));
        assert!(!named.create && !named.usual_store);
        assert!(launch(&["--new"], Some("/mnt/stick/shop.stockroom")).unwrap().create);
    }

    #[test]
    fn the_demo_never_is_the_real_store() {
        let usual = launch(&["--demo"], None).unwrap();
        assert_eq!(usual.store, Path::new("/home/ada/.local/share/Stockroom/demo.stockroom"));
        let named = launch(&["--demo"], Some("/mnt/stick/shop.stockroom")).unwrap();
        assert_eq!(named.store, Path::new("/mnt/stick/demo.stockroom"));
        assert!(named.create && named.demo && !named.usual_store);
    }

    #[test]
    fn an_unknown_argument_is_named() {
        assert_eq!(launch(&["--dmeo"], None), Err(Help::UnknownArgument("--dmeo".into())));
    }
}
