use crate::audit;
use crate::db::{self, Snapshot};
use crate::kernel::{Failure, Instant};
use std::path::PathBuf;

crate::request! {
    pub struct StoreInfoGet {}
}
crate::response! {
    pub struct StoreCounts {
        pub products: i64,
        pub customers: i64,
        pub orders: i64,
        pub order_lines: i64,
        pub reservations: i64,
        pub movements: i64,
        pub audit_entries: i64,
    }
    pub struct StoreInfo {
        pub path: String,
        pub file_name: String,
        pub demo: bool,
        pub size_bytes: i64,
        pub program_version: String,
        pub schema_version: i64,
        pub migrations: Vec<String>,
        pub sqlite_version: String,
        pub journal_mode: String,
        pub created_at: Instant,
        pub counts: StoreCounts,
        /// The short code of the audit's last entry.
        pub audit_anchor: String,
        pub log_folder: String,
    }
}

/// Where the store lies on this machine, which the books themselves do not know.
#[derive(Debug, Clone)]
pub struct StorePlace {
    pub path: PathBuf,
    pub log_folder: PathBuf,
}

impl StorePlace {
    pub fn file_name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

pub fn store_info(place: &StorePlace, books: &Snapshot<'_>, _: StoreInfoGet) -> Result<StoreInfo, Failure> {
    let (demo, created_at, schema_version, journal_mode) = books.one(
        "SELECT demo, created_at, (SELECT user_version FROM pragma_user_version),
                (SELECT journal_mode FROM pragma_journal_mode)
         FROM store
         WHERE id = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    // seq counts from 1 without gaps where rows are never deleted, which is cheaper than counting millions of them.
    let counts = books.one(
        "SELECT (SELECT count(*) FROM product), (SELECT count(*) FROM customer),
                (SELECT coalesce(max(row_no), 0) FROM orders),
                (SELECT count(*) FROM order_line),
                (SELECT coalesce(max(row_no), 0) FROM reservation),
                (SELECT coalesce(max(seq), 0) FROM stock_movement),
                (SELECT coalesce(max(seq), 0) FROM audit_entry)",
        [],
        |row| {
            Ok(StoreCounts {
                products: row.get(0)?,
                customers: row.get(1)?,
                orders: row.get(2)?,
                order_lines: row.get(3)?,
                reservations: row.get(4)?,
                movements: row.get(5)?,
                audit_entries: row.get(6)?,
            })
        },
    )?;
    let size = std::fs::metadata(&place.path).map(|metadata| metadata.len()).unwrap_or_default();
    Ok(StoreInfo {
        path: place.path.display().to_string(),
        file_name: place.file_name(),
        demo,
        size_bytes: i64::try_from(size).unwrap_or(i64::MAX),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version,
        migrations: db::applied(books.conn)?.0,
        sqlite_version: rusqlite::version().to_owned(),
        journal_mode,
        created_at,
        counts,
        audit_anchor: audit::head_anchor(books.conn)?,
        log_folder: place.log_folder.display().to_string(),
    })
}
