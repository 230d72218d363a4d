//! A file that appears whole or not at all: written beside its place under another name, synced, then renamed.

use crate::db::{io_refusal, sync_folder};
use crate::kernel::{Failure, Refusal};
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// A finished file that is not in its place yet.
pub struct Written {
    pub rows: i64,
    pub bytes: i64,
    target: Target,
}

impl Written {
    /// Brings a file that is written to disk.
    pub fn finish(rows: i64, file: &File, target: Target, place: &Path) -> Result<Written, Failure> {
        let bytes = file.metadata().map_err(|error| Target::refusal(place, &error))?.len();
        file.sync_all().map_err(|error| Target::refusal(place, &error))?;
        Ok(Written { rows, bytes: i64::try_from(bytes).unwrap_or(i64::MAX), target })
    }

    /// Puts the file in its place.
    pub fn keep(self) -> Result<(), Refusal> {
        self.target.keep()
    }
}

pub struct Target {
    place: PathBuf,
    draft: PathBuf,
    kept: bool,
}

impl Target {
    pub fn create(place: &Path) -> Result<(Target, File), Refusal> {
        let name = place
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| Refusal::DestinationNotAllowed { reason: "it has no file name".to_owned() })?;
        let draft = place.with_file_name(format!(".{name}.{}.part", uuid::Uuid::new_v4().simple()));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&draft)
            .map_err(|error| Self::refusal(place, &error))?;
        Ok((Target { place: place.to_owned(), draft, kept: false }, file))
    }

    /// Puts the finished and synced file in its place.
    pub fn keep(mut self) -> Result<(), Refusal> {
        std::fs::rename(&self.draft, &self.place).map_err(|error| Self::refusal(&self.place, &error))?;
        self.kept = true;
        sync_folder(&self.place);
        Ok(())
    }

    /// What writing said, as a refusal about this file and not about the store.
    pub fn refusal(place: &Path, error: &std::io::Error) -> Refusal {
        match io_refusal(place, error) {
            Refusal::FileMissing { path } => {
                Refusal::DestinationNotAllowed { reason: format!("the folder of {path} is not there") }
            }
            Refusal::FileReadOnly { path } => {
                Refusal::DestinationNotAllowed { reason: format!("{path} may not be written") }
            }
            other => other,
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.kept {
            // The half of a file that failed; if it cannot be removed there is nothing else to do about it.
            let _ = std::fs::remove_file(&self.draft);
        }
    }
}
