//! A copy of the whole store that was read back before it is called a backup.

use crate::audit::audit_verify;
use crate::db::{io_refusal, sync_folder};
use crate::kernel::{Clock, Failure, Instant, Refusal, TimeZone};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::{Path, PathBuf};

crate::request! {
    pub struct BackupNow {
        /// From the save dialog; the folder `backups` beside the store where left out.
        pub destination: Option<String>,
    }
}
crate::response! {
    pub struct BackupWritten {
        pub file_name: String,
        pub path: String,
        pub bytes: i64,
        /// Read back: the file is whole, and its audit chain ends where the store's did.
        pub verified: bool,
        pub elapsed_ms: i64,
    }
}

/// Where a backup goes that nobody chose a place for, like `backups/shop-2026-11-20-143205.stockroom`.
pub fn usual_place(store: &Path, now: Instant, zone: TimeZone) -> PathBuf {
    let stem = store.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let stamp = zone.show(now).replace(':', "").replace(' ', "-");
    let folder = store.parent().unwrap_or(Path::new(".")).join("backups");
    folder.join(format!("{stem}-{stamp}.stockroom"))
}

/// Copies the store as one moment saw it, reads the copy back, and puts it in place. Sales go on meanwhile.
pub fn write(source: &Connection, place: &Path, clock: &Clock) -> Result<BackupWritten, Failure> {
    let began = clock.read();
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(|error| io_refusal(place, &error))?;
    }
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = place.with_file_name(format!(".{name}.{}.part", uuid::Uuid::new_v4().simple()));
    let written = copy_and_check(source, &draft, clock).and_then(|()| {
        let file = std::fs::File::open(&draft).map_err(|error| io_refusal(place, &error))?;
        file.sync_all().map_err(|error| io_refusal(place, &error))?;
        let bytes = file.metadata().map_err(|error| io_refusal(place, &error))?.len();
        std::fs::rename(&draft, place).map_err(|error| io_refusal(place, &error))?;
        sync_folder(place);
        Ok(BackupWritten {
            file_name: name,
            path: place.display().to_string(),
            bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
            verified: true,
            elapsed_ms: clock.read().elapsed_ms - began.elapsed_ms,
        })
    });
    if written.is_err() {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut leftover = draft.as_os_str().to_owned();
            leftover.push(suffix);
            // Nothing of a failed copy may look like a backup; if it cannot be removed it still has another name.
            let _ = std::fs::remove_file(leftover);
        }
    }
    written
}

fn copy_and_check(source: &Connection, draft: &Path, clock: &Clock) -> Result<(), Failure> {
    let mut copy = Connection::open(draft)?;
    let backup = Backup::new(source, &mut copy)?;
    match backup.step(-1)? {
        StepResult::Done => {}
        _ => return Err(Refusal::Busy { what: "The store file".to_owned() }.into()),
    }
    drop(backup);
    let said: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(Refusal::DiskError { what: format!("the backup does not read back: {said}") }.into());
    }
    let verdict = audit_verify(&copy, clock)?;
    if !verdict.intact {
        let problem = verdict.problem.unwrap_or_default();
        return Err(Refusal::DiskError { what: format!("the audit chain of the backup is broken: {problem}") }.into());
    }
    copy.close().map_err(|(_, error)| Failure::Sql(error))
}
