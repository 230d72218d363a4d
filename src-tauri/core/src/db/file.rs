//! The store file: made whole or not at all, recognised before it is touched, locked against a second program.

use crate::kernel::Refusal;
use crate::kernel::text::{digits, fold};
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// "STKR": marks a SQLite file as a Stockroom store.
pub const APPLICATION_ID: i64 = 0x5354_4b52;
/// The oldest SQLite without the bug that could corrupt a file when its log is reset (3.7.0 to 3.51.2).
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long one connection waits for another program's lock, in milliseconds.
const BUSY_TIMEOUT_MS: u64 = 5_000;

/// What stands at a path.
pub struct StoreFile {
    pub path: PathBuf,
    pub schema_version: i64,
}

/// Held while a window or a long command has the store open. Several programs may share it, so that the command
/// line works beside the window; a migration takes it alone.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// The lock file stands beside the store; the store file itself is SQLite's to lock.
    fn open(store: &Path) -> std::io::Result<File> {
        let mut name = store.as_os_str().to_owned();
        name.push("-lock");
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(name)
    }

    pub fn shared(store: &Path) -> Result<Lock, Refusal> {
        Lock::take(store, File::try_lock_shared)
    }

    /// Refused while any other program has the store open.
    pub fn alone(store: &Path) -> Result<Lock, Refusal> {
        Lock::take(store, File::try_lock)
    }

    fn take(store: &Path, how: impl FnOnce(&File) -> Result<(), TryLockError>) -> Result<Lock, Refusal> {
        let file = Lock::open(store).map_err(|error| io_refusal(store, &error))?;
        match how(&file) {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Refusal::FileLocked { path: store.display().to_string() }),
            Err(TryLockError::Error(error)) => Err(io_refusal(store, &error)),
        }
    }
}

pub fn io_refusal(path: &Path, error: &std::io::Error) -> Refusal {
    let path = path.display().to_string();
    match error.kind() {
        ErrorKind::NotFound => Refusal::FileMissing { path },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Refusal::FileReadOnly { path },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Refusal::DiskFull { what: path },
        _ => Refusal::DiskError { what: format!("{path}: {error}") },
    }
}

/// Looks at a file without changing it: is it a store, and one that this program knows?
pub fn identify(path: &Path) -> Result<StoreFile, Refusal> {
    let shown = path.display().to_string();
    let metadata = std::fs::metadata(path).map_err(|error| io_refusal(path, &error))?;
    if !metadata.is_file() {
        return Err(Refusal::FileNotAStore { path: shown });
    }
    // The header of a SQLite file: user_version at 60, application_id at 68, both big-endian.
    let mut header = [0_u8; 100];
    let mut file = File::open(path).map_err(|error| io_refusal(path, &error))?;
    if file.read_exact(&mut header).is_err() || &header[..16] != b"SQLite format 3\0" {
        return Err(Refusal::FileNotAStore { path: shown });
    }
    let number =
        |at: usize| i64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
    if number(68) != APPLICATION_ID {
        return Err(Refusal::FileNotAStore { path: shown });
    }
    let schema_version = number(60);
    if schema_version > super::LATEST {
        return Err(Refusal::FileTooNew { path: shown, file_version: schema_version, program_version: super::LATEST });
    }
    if metadata.permissions().readonly() || !may_write(path) {
        return Err(Refusal::FileReadOnly { path: shown });
    }
    Ok(StoreFile { path: path.to_owned(), schema_version })
}

fn may_write(path: &Path) -> bool {
    OpenOptions::new().write(true).open(path).is_ok()
}

impl StoreFile {
    /// Makes a new store without ever showing a half of one: under another name, filled by `fill`, closed, synced,
    /// and put in place by a hard link, which refuses to overwrite.
    pub fn create(
        path: &Path,
        fill: impl FnOnce(&mut Connection) -> Result<(), Refusal>,
    ) -> Result<StoreFile, Refusal> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|error| io_refusal(path, &error))?;
        // SQLite would read another store's log into the new file.
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut left = path.as_os_str().to_owned();
            left.push(suffix);
            if Path::new(&left).exists() {
                let path = path.display().to_string();
                let detail = format!("its file is gone but {} is still there; put them together again", left.display());
                return Err(Refusal::FileDamaged { path, detail });
            }
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("store");
        let draft = folder.join(format!(".{name}.{}.new", uuid::Uuid::new_v4().simple()));
        let made = Self::create_draft(&draft, path, fill);
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut leftover = draft.as_os_str().to_owned();
            leftover.push(suffix);
            // The draft is gone or was never made; either way nothing of it may stay.
            let _ = std::fs::remove_file(leftover);
        }
        made
    }

    fn create_draft(
        draft: &Path,
        path: &Path,
        fill: impl FnOnce(&mut Connection) -> Result<(), Refusal>,
    ) -> Result<StoreFile, Refusal> {
        let refuse = |error: rusqlite::Error| super::refusal_of(&error, "making the store file");
        let _ = std::fs::remove_file(draft);
        let mut conn = Connection::open(draft).map_err(refuse)?;
        conn.pragma_update(None, "page_size", 4096).map_err(refuse)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID).map_err(refuse)?;
        set_up(&conn, WRITER_CACHE_KIB).map_err(refuse)?;
        conn.pragma_update(None, "journal_mode", "WAL").map_err(refuse)?;
        fill(&mut conn)?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(refuse)?;
        conn.close().map_err(|(_, error)| refuse(error))?;
        File::open(draft).and_then(|file| file.sync_all()).map_err(|error| io_refusal(path, &error))?;
        match std::fs::hard_link(draft, path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(Refusal::Busy { what: format!("{} (another program just made it)", path.display()) });
            }
            // A file system without hard links: a rename after a look is the best there is.
            Err(_) if !path.exists() => {
                std::fs::rename(draft, path).map_err(|error| io_refusal(path, &error))?;
            }
            Err(error) => return Err(io_refusal(path, &error)),
        }
        sync_folder(path);
        Ok(StoreFile { path: path.to_owned(), schema_version: super::LATEST })
    }
}

/// Makes a new directory entry durable where the system can.
pub fn sync_folder(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        // Windows cannot sync a folder and needs not.
        let _ = folder.sync_all();
    }
}

const WRITER_CACHE_KIB: i64 = 64 * 1024;
const READER_CACHE_KIB: i64 = 16 * 1024;

fn set_up(conn: &Connection, cache_kib: i64) -> rusqlite::Result<()> {
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    conn.set_prepared_statement_cache_capacity(256);
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "fullfsync", true)?;
    conn.pragma_update(None, "checkpoint_fullfsync", true)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    // A plan never depends on the values. Without this, SQLite compiles a statement anew each time it runs with other
    // values where a partial index compares a column with a constant, which takes longer than most of ours run.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    add_functions(conn)
}

/// What our SQL calls beside SQLite's own functions: its LIKE and lower() know the letters of English only.
pub fn add_functions(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("fold", 1, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?;
        Ok(text.map(fold))
    })?;
    conn.create_scalar_function("digits", 1, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?;
        Ok(text.map(digits))
    })?;
    // holds_all(text, words): every line of `words` is part of the text.
    conn.create_scalar_function("holds_all", 2, flags, |context| {
        let (text, words) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        Ok(words.lines().all(|word| text.contains(word)))
    })
}

/// The only connection that writes.
pub fn connect_writer(path: &Path) -> Result<Connection, Refusal> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Refusal::DiskError { what: format!("SQLite {} is too old to be safe", rusqlite::version()) });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let refuse = |error: rusqlite::Error| open_refusal(path, &error);
    let conn = Connection::open_with_flags(path, flags).map_err(refuse)?;
    set_up(&conn, WRITER_CACHE_KIB).map_err(refuse)?;
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).map_err(refuse)?;
    if mode != "wal" {
        return Err(Refusal::FileReadOnly { path: path.display().to_string() });
    }
    conn.pragma_update(None, "wal_autocheckpoint", 1000).map_err(refuse)?;
    Ok(conn)
}

/// A connection that cannot write.
pub fn connect_reader(path: &Path) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let refuse = |error: rusqlite::Error| open_refusal(path, &error);
    let conn = Connection::open_with_flags(path, flags).map_err(refuse)?;
    set_up(&conn, READER_CACHE_KIB).map_err(refuse)?;
    conn.pragma_update(None, "query_only", true).map_err(refuse)?;
    Ok(conn)
}

fn open_refusal(path: &Path, error: &rusqlite::Error) -> Refusal {
    use rusqlite::ErrorCode;
    let shown = path.display().to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Refusal::FileNotAStore { path: shown },
        Some(ErrorCode::DatabaseCorrupt) => Refusal::FileDamaged { path: shown, detail: error.to_string() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Refusal::FileLocked { path: shown },
        Some(ErrorCode::CannotOpen) if !path.exists() => Refusal::FileMissing { path: shown },
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            Refusal::FileReadOnly { path: shown }
        }
        Some(_) | None => super::refusal_of(error, &shown),
    }
}
