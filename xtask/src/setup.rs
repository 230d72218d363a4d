//! What a fresh machine needs besides Rust and Node: system libraries and npm packages. Each call
//! looks first and does only what is missing, so every other command begins here.

use std::path::Path;
use std::process::Command;

use crate::process::{answer, exists, npm, run};
use crate::{Step, display, fail, project, refuse};

/// What the window is built from and runs on.
const WINDOW: &[&str] = &["build-essential", "pkg-config", "libgtk-3-dev", "libwebkit2gtk-4.1-dev", "librsvg2-dev"];
/// A display where there is none. `xauth` is what xvfb-run calls and only recommends.
const DISPLAY: &[&str] = &["xvfb", "xauth", "dbus"];
/// What drives the window in tests.
const DRIVER: &[&str] = &["webkit2gtk-driver"];

const OLDEST_NODE: (u32, u32) = (20, 19);
/// A copy of the lock file that `node_modules` was installed from, inside it: gone when it is gone.
const INSTALLED_FROM: &str = "node_modules/.installed-from-package-lock.json";

pub fn everything() -> Step {
    for_tests()
}

pub fn for_window() -> Step {
    let display = if display::is_here() { &[] } else { DISPLAY };
    system(&[WINDOW, display].concat())?;
    ui_packages()
}

pub fn for_tests() -> Step {
    system(&[WINDOW, DISPLAY, DRIVER].concat())?;
    ui_packages()
}

/// Installs missing Debian packages; elsewhere it says what to install.
fn system(packages: &[&str]) -> Step {
    if !cfg!(target_os = "linux") {
        // macOS and Windows bring their web view; cargo's linker is all that is left to have.
        return Ok(());
    }
    if !exists("dpkg-query") || !exists("apt-get") {
        return without_apt();
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine: {}", missing.join(" "));
    let Some(prefix) = administrator() else {
        return Err(refuse(&format!(
            "system packages are missing and this account cannot install them. Run this line, then try again:\n\n    \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {}\n",
            missing.join(" ")
        )));
    };
    apt(prefix, &["update"])?;
    apt(prefix, &[&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat())
}

fn is_installed(package: &str) -> bool {
    answer("dpkg-query", &["-W", "-f=${db:Status-Status}", package]).is_some_and(|status| status == "installed")
}

/// What to put before a command that needs an administrator: nothing for root, sudo where it does
/// not ask for a password (nobody may be there to type one).
fn administrator() -> Option<&'static [&'static str]> {
    if answer("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        Some(&["env"])
    } else if exists("sudo") && answer("sudo", &["-n", "true"]).is_some() {
        Some(&["sudo", "-n", "env"])
    } else {
        None
    }
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Step {
    let mut command = Command::new(prefix[0]);
    command
        .args(&prefix[1..])
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"])
        .args(arguments)
        .stdin(std::process::Stdio::null());
    run(&mut command)
}

fn without_apt() -> Step {
    if answer("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_some() {
        return Ok(());
    }
    Err(refuse(
        "the development files of WebKitGTK 4.1 are missing, and this system has no apt-get. Install them with its \
         own package manager (Fedora: webkit2gtk4.1-devel librsvg2-devel xorg-x11-server-Xvfb; \
         Arch: webkit2gtk-4.1 librsvg xorg-server-xvfb), then try again.",
    ))
}

/// Installs what the lock file names, when it is not the one that was installed from.
///
/// Not `npm ci`: it refuses a lock file that was written where the registry offers only one system's
/// variants of a prebuilt tool, and then no other system could ever install. `--no-save` takes the
/// same versions from the lock file and leaves it alone.
fn ui_packages() -> Step {
    check_node()?;
    let ui = project::ui();
    let wanted = std::fs::read(ui.join("package-lock.json"))
        .map_err(|error| fail(&format!("ui/package-lock.json cannot be read: {error}")))?;
    let stamp = ui.join(INSTALLED_FROM);
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(&mut npm(&["install", "--no-save", "--no-audit", "--no-fund"]))?;
    write_stamp(&stamp, &wanted)
}

fn write_stamp(stamp: &Path, lock: &[u8]) -> Step {
    std::fs::write(stamp, lock).map_err(|error| fail(&format!("{} cannot be written: {error}", stamp.display())))
}

fn check_node() -> Step {
    let (major, minor) = OLDEST_NODE;
    let Some(found) = answer("node", &["--version"]) else {
        return Err(refuse(&format!(
            "Node is missing. Install Node {major}.{minor} or newer (https://nodejs.org), then try again."
        )));
    };
    match version(&found) {
        Some(version) if version >= OLDEST_NODE => Ok(()),
        Some(_) | None => {
            Err(refuse(&format!("Node {} is too old; the UI needs {major}.{minor} or newer.", found.trim())))
        }
    }
}

/// Major and minor of something like `v20.19.2`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn node_tells_its_version() {
        assert_eq!(version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version("v8.0"), Some((8, 0)));
        assert_eq!(version("nonsense"), None);
    }
}
