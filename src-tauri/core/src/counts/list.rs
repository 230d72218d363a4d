use super::store::{SUSPECTS, difference, doubtful, doubtful_suspects};
use crate::catalog::path_of;
use crate::db::{Conditions, Snapshot};
use crate::kernel::{
    BatchId, CategoryId, CountId, CountScope, CountStatus, Failure, Instant, LocationId, Problem, Refusal, page_limit,
};
use rusqlite::Row;

crate::strict_request! {
    pub struct CountGet {
        pub id: CountId,
    }
}
crate::request! {
    pub struct CountList {
        pub status: Option<CountStatus>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct CountSheet {
        pub id: CountId,
        pub name: String,
        pub status: CountStatus,
        pub scope: CountScope,
        pub category_id: Option<CategoryId>,
        /// From the root.
        pub category_path: Option<Vec<String>>,
        pub location_id: LocationId,
        pub location_name: String,
        pub blind: bool,
        pub note: String,
        pub staff_name: String,
        pub created_at: Instant,
        pub ended_at: Option<Instant>,
        /// What it was posted as.
        pub batch_id: Option<BatchId>,
        pub lines: i64,
        pub counted: i64,
        /// Lines whose figure is not what is expected. Null while the sheet is blind and open.
        pub differs: Option<i64>,
        /// Lines that should be counted again.
        pub recount: i64,
        /// Codes kept aside.
        pub unknown: i64,
        /// Changes with every figure that comes in.
        pub row_version: i64,
    }
    /// The newest first.
    pub struct CountPage {
        pub rows: Vec<CountSheet>,
        pub next: Option<String>,
    }
}

fn columns() -> String {
    format!(
        "sheet.id, sheet.name, sheet.status, sheet.scope, sheet.category_id,
         category.path,
         sheet.location_id, location.name, sheet.blind, sheet.note, staff.name, sheet.created_at, sheet.ended_at,
         sheet.batch_id,
         coalesce(sheet.line_count, (SELECT count(*) FROM count_line WHERE sheet_id = sheet.id)),
         coalesce(sheet.counted_count,
           (SELECT count(*) FROM count_line WHERE sheet_id = sheet.id)
           - (SELECT count(*) FROM count_line INDEXED BY count_line_uncounted
              WHERE sheet_id = sheet.id AND counted IS NULL)),
         coalesce(sheet.differing_count,
           (SELECT count(*) FROM count_line AS line
            WHERE line.row_no IN ({SUSPECTS}) AND {difference} <> 0)),
         coalesce(sheet.recount_count,
           (SELECT count(*) FROM count_line AS line
            WHERE line.row_no IN ({doubtful_suspects}) AND {doubtful})),
         coalesce(sheet.unknown_count, (SELECT count(*) FROM count_unknown WHERE sheet_id = sheet.id)),
         sheet.row_version, sheet.seq",
        difference = difference(),
        doubtful = doubtful(),
        doubtful_suspects = doubtful_suspects(),
    )
}

const TABLES: &str = "count_sheet AS sheet
  JOIN location ON location.id = sheet.location_id
  JOIN staff ON staff.id = sheet.staff_id
  LEFT JOIN category ON category.id = sheet.category_id";

fn sheet(row: &Row<'_>) -> rusqlite::Result<CountSheet> {
    let path: Option<String> = row.get(5)?;
    let (status, blind): (CountStatus, bool) = (row.get(2)?, row.get(8)?);
    let hidden = blind && status == CountStatus::Open;
    Ok(CountSheet {
        id: row.get(0)?,
        name: row.get(1)?,
        status,
        scope: row.get(3)?,
        category_id: row.get(4)?,
        category_path: path.map(|path| path_of(Some(path))),
        location_id: row.get(6)?,
        location_name: row.get(7)?,
        blind,
        note: row.get(9)?,
        staff_name: row.get(10)?,
        created_at: row.get(11)?,
        ended_at: row.get(12)?,
        batch_id: row.get(13)?,
        lines: row.get(14)?,
        counted: row.get(15)?,
        differs: if hidden { None } else { Some(row.get(16)?) },
        recount: row.get(17)?,
        unknown: row.get(18)?,
        row_version: row.get(19)?,
    })
}

pub fn count_get(books: &Snapshot<'_>, request: CountGet) -> Result<CountSheet, Failure> {
    read(books, request.id)
}

pub(super) fn read(books: &Snapshot<'_>, id: CountId) -> Result<CountSheet, Failure> {
    books
        .find(&format!("SELECT {} FROM {TABLES} WHERE sheet.id = ?1", columns()), [id], sheet)?
        .ok_or_else(|| Refusal::not_found("count", id).into())
}

pub fn count_list(books: &Snapshot<'_>, request: CountList) -> Result<CountPage, Failure> {
    let limit = page_limit(request.limit);
    let mut conditions = Conditions::default();
    if let Some(cursor) = request.cursor {
        let before: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
        conditions.and_with("sheet.seq < :before", ":before", before);
    }
    // By `row_no`, which is `seq`: the table itself is in this order.
    let order = match request.status {
        Some(status) => {
            conditions.and_with("sheet.status = :status", ":status", status);
            "sheet.seq"
        }
        None => "sheet.row_no",
    };
    let rows = books.rows(
        &format!(
            "SELECT {columns} FROM {TABLES} WHERE {conditions} ORDER BY {order} DESC LIMIT {limit}",
            columns = columns(),
            conditions = conditions.sql(),
        ),
        conditions.values().as_slice(),
        |row| Ok((sheet(row)?, row.get::<_, i64>(20)?)),
    )?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(_, seq)| seq.to_string())).flatten();
    Ok(CountPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}
