//! The installer: a .deb on Debian and Ubuntu.

use std::path::{Path, PathBuf};

use crate::process::{at_root, npm, run};
use crate::run::build_ui;
use crate::{Step, fail, project, setup};

/// An installer larger than this has something in it that does not belong there.
const LARGEST_INSTALLER_BYTES: u64 = 10 * 1024 * 1024;

pub fn bundle(arguments: &[String]) -> Step {
    setup::for_window()?;
    build_ui()?;
    // tauri looks for tauri.conf.json where it is started; its program is one of ui's packages. It builds the
    // workspace's default members, and so the command-line program that is installed beside the window.
    let mut tauri = npm(&["exec", "--prefix", "ui", "--", "tauri", "build", "--ci"]);
    tauri.current_dir(project::root()).args(arguments);
    run(&mut tauri)?;
    let installers = installers();
    for package in installers.iter().filter(|path| path.extension().is_some_and(|e| e == "deb")) {
        repack(package)?;
    }
    if installers.is_empty() {
        return Err(fail("tauri made no installer"));
    }
    for installer in installers {
        let bytes = std::fs::metadata(&installer).map_or(0, |file| file.len());
        println!("{} ({:.1} MB)", installer.display(), bytes as f64 / (1024.0 * 1024.0));
        if bytes > LARGEST_INSTALLER_BYTES {
            return Err(fail(&format!("the installer is larger than {} MB", LARGEST_INSTALLER_BYTES / (1024 * 1024))));
        }
    }
    Ok(())
}

/// Packs a .deb again with xz, which every dpkg reads: tauri packs with gzip, a third larger.
fn repack(package: &Path) -> Step {
    let unpacked = package.with_extension("unpacked");
    // Of an earlier attempt that was stopped; most often there is none.
    let _ = std::fs::remove_dir_all(&unpacked);
    run(at_root("dpkg-deb").arg("--raw-extract").args([package, unpacked.as_path()]))?;
    run(at_root("dpkg-deb").args(["--root-owner-group", "-Zxz", "--build"]).args([unpacked.as_path(), package]))?;
    std::fs::remove_dir_all(&unpacked)
        .map_err(|error| fail(&format!("{} cannot be removed: {error}", unpacked.display())))
}

fn installers() -> Vec<PathBuf> {
    let folder = project::target().join("release/bundle");
    let kinds = ["deb", "dmg", "msi", "nsis", "rpm", "appimage"];
    kinds
        .iter()
        .filter_map(|kind| std::fs::read_dir(folder.join(kind)).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension().is_some_and(|e| ["deb", "dmg", "msi", "exe", "rpm", "AppImage"].iter().any(|k| e == *k))
        })
        .collect()
}
