//! Files that a person chose in a dialog, to be written or to be read. The screen gets a token for one, which holds for
//! that use alone, and never names a path itself.

use crate::kernel::Refusal;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a file was chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Write,
    Read,
}

#[derive(Default)]
pub struct ChosenFiles(Mutex<HashMap<String, (Use, PathBuf)>>);

impl ChosenFiles {
    pub fn grant(&self, chosen_for: Use, path: PathBuf, store: &Path) -> Result<String, Refusal> {
        check(&path, store)?;
        let token = uuid::Uuid::new_v4().simple().to_string();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), (chosen_for, path));
        Ok(token)
    }

    pub fn path(&self, chosen_for: Use, token: &str) -> Option<PathBuf> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(token).filter(|(granted, _)| *granted == chosen_for).map(|(_, path)| path.clone())
    }
}

/// Any file but the store or what belongs to it.
fn check(path: &Path, store: &Path) -> Result<(), Refusal> {
    let refuse = |reason: &str| Refusal::DestinationNotAllowed { reason: reason.to_owned() };
    let name = path.file_name().ok_or_else(|| refuse("it has no file name"))?;
    if path.is_dir() {
        return Err(refuse("it is a folder"));
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().map_err(|_| refuse("its folder is not there"))?;
    let store = store.canonicalize().unwrap_or_else(|_| store.to_owned());
    let store_name = store.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let chosen = folder.join(name);
    let target = chosen.canonicalize().unwrap_or(chosen);
    for suffix in ["", "-wal", "-shm", "-lock"] {
        if target == store.with_file_name(format!("{store_name}{suffix}")) {
            return Err(refuse("the store itself lies there"));
        }
    }
    Ok(())
}
