//! A display and a session bus for programs that need them, also where nobody sits.

use std::process::Command;

use crate::process::at_root;

/// The screen of tests and of machines without one: larger than the largest window that is tested.
const SCREEN: &str = "-screen 0 1920x1200x24";

/// Whether a window would be seen by anybody.
pub fn is_here() -> bool {
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The command, with a display if there is one and under Xvfb if not.
pub fn with_display(command: Command) -> Command {
    let command = if cfg!(target_os = "linux") && !is_set("DBUS_SESSION_BUS_ADDRESS") {
        wrap(&["dbus-run-session", "--"], command)
    } else {
        command
    };
    if is_here() { command } else { under_xvfb(command) }
}

/// The command on a display and a bus of its own, so that no test meets a person's desktop.
pub fn apart(command: Command) -> Command {
    if cfg!(target_os = "linux") { under_xvfb(wrap(&["dbus-run-session", "--"], command)) } else { command }
}

fn under_xvfb(mut command: Command) -> Command {
    // GTK prefers Wayland, which would lead it out of the display that was made for it.
    command.env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    wrap(&["xvfb-run", "-a", "-s", SCREEN], command)
}

fn wrap(outer: &[&str], inner: Command) -> Command {
    let mut command = at_root(outer[0]);
    command.args(&outer[1..]).arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        command.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
