use super::store::{ON_HAND, SUSPECTS, Sheet, difference, doubtful, doubtful_suspects};
use crate::catalog::{FEW, Search};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::MAX_SEARCH;
use crate::kernel::{CountId, CountStatus, Failure, Fields, Instant, Problem, Refusal, VariantId, page_limit};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountLineFilter {
    All,
    Uncounted,
    /// Not what is expected. Not to be asked while the sheet is blind and open.
    Differs,
    /// To be counted again.
    Recount,
}

crate::strict_request! {
    pub struct CountLines {
        pub id: CountId,
        pub filter: CountLineFilter,
        /// Words in any order, as in every list of goods, or a whole barcode.
        pub text: Option<String>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct CountLine {
        pub variant_id: VariantId,
        pub sku: String,
        pub name: String,
        pub label: String,
        pub barcodes: Vec<String>,
        /// What the ledger had on hand when it was counted; what it has now where it was not. Null while the sheet is
        /// blind and open.
        pub expected: Option<i64>,
        pub counted: Option<i64>,
        /// By how much posting changes what is on hand, or did. Null where it was not counted, and while the sheet is
        /// blind and open. Other than counted minus expected where the books were mended since.
        pub difference: Option<i64>,
        /// Units that came (or went, negative) since it was counted, while the sheet is open.
        pub moved_since: i64,
        /// Count it again: units moved between the first and the last part of the figure, or more left since than
        /// were counted, or the books were mended by hand since and still say otherwise.
        pub recount: bool,
        pub counted_at: Option<Instant>,
        pub staff_name: Option<String>,
    }
    /// By name as the sheet was made; what was added later comes last.
    pub struct CountLinePage {
        pub rows: Vec<CountLine>,
        pub next: Option<String>,
    }
}

fn columns() -> String {
    format!(
        "line.variant_id, variant.sku, product.name, variant.label,
         (SELECT group_concat(code, char(10) ORDER BY row_no) FROM barcode WHERE variant_id = line.variant_id),
         line.counted, line.expected, {ON_HAND}, {difference}, CASE sheet.status WHEN 'open' THEN {doubtful} ELSE line.moved END,
         line.counted_at, staff.name,
         sheet.status = 'open', line.row_no",
        difference = difference(),
        doubtful = doubtful(),
    )
}

const TABLES: &str = "count_line AS line
  JOIN count_sheet AS sheet ON sheet.id = line.sheet_id
  JOIN variant ON variant.id = line.variant_id
  JOIN product ON product.id = variant.product_id
  LEFT JOIN category ON category.id = product.category_id
  LEFT JOIN staff ON staff.id = line.staff_id";

fn line(row: &Row<'_>, hides_expected: bool) -> rusqlite::Result<CountLine> {
    let barcodes: Option<String> = row.get(4)?;
    let (counted, expected, on_hand): (Option<i64>, Option<i64>, i64) = (row.get(5)?, row.get(6)?, row.get(7)?);
    let (difference, open): (Option<i64>, bool) = (row.get(8)?, row.get(12)?);
    Ok(CountLine {
        variant_id: row.get(0)?,
        sku: row.get(1)?,
        name: row.get(2)?,
        label: row.get(3)?,
        barcodes: barcodes.map(|codes| codes.lines().map(str::to_owned).collect()).unwrap_or_default(),
        expected: if hides_expected { None } else { Some(expected.unwrap_or(on_hand)) },
        counted,
        difference: if hides_expected { None } else { difference },
        moved_since: expected.filter(|_| open).map_or(0, |expected| on_hand - expected),
        recount: row.get(9)?,
        counted_at: row.get(10)?,
        staff_name: row.get(11)?,
    })
}

pub(super) fn read(books: &Snapshot<'_>, sheet: &Sheet, variant_id: VariantId) -> Result<CountLine, Failure> {
    books
        .find(
            &format!(
                "SELECT {} FROM {TABLES} WHERE line.sheet_id = :sheet_id AND line.variant_id = :variant_id",
                columns()
            ),
            named_params! { ":sheet_id": sheet.id, ":variant_id": variant_id },
            |row| line(row, sheet.hides_expected()),
        )?
        .ok_or_else(|| Refusal::not_found("line", variant_id).into())
}

/// The lines by which a sheet was posted, the first so many of them.
pub(super) fn posted(books: &Snapshot<'_>, sheet: &Sheet, most: usize) -> Result<Vec<CountLine>, Failure> {
    books.rows(
        &format!(
            "SELECT {} FROM {TABLES}
             WHERE line.sheet_id = :sheet_id AND line.posted IS NOT NULL
             ORDER BY line.row_no
             LIMIT :most",
            columns()
        ),
        named_params! { ":sheet_id": sheet.id, ":most": i64::try_from(most).unwrap_or(i64::MAX) },
        |row| line(row, sheet.hides_expected()),
    )
}

pub fn count_lines(books: &Snapshot<'_>, request: CountLines) -> Result<CountLinePage, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", request.text.as_deref().unwrap_or_default(), MAX_SEARCH);
    fields.finish()?;
    let limit = page_limit(request.limit);
    let asked = Sheet::read(books, request.id)?;

    let mut conditions = Conditions::default();
    conditions.and_with("line.sheet_id = :sheet_id", ":sheet_id", asked.id);
    if let Some(cursor) = request.cursor {
        let after: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
        conditions.and_with("line.row_no > :after", ":after", after);
    }
    match request.filter {
        CountLineFilter::All => {}
        CountLineFilter::Uncounted => conditions.and("line.counted IS NULL"),
        CountLineFilter::Differs if asked.hides_expected() => {
            return Err(Refusal::field("filter", Problem::NotAllowed, None).into());
        }
        CountLineFilter::Differs => match asked.status {
            CountStatus::Open => {
                conditions.and(format!("line.row_no IN ({SUSPECTS}) AND {} <> 0", difference()));
            }
            CountStatus::Posted => conditions.and("line.posted IS NOT NULL"),
            CountStatus::Cancelled => conditions.and("line.counted <> line.expected"),
        },
        CountLineFilter::Recount => match asked.status {
            CountStatus::Open => {
                conditions.and(format!("line.row_no IN ({}) AND {}", doubtful_suspects(), doubtful()));
            }
            CountStatus::Posted | CountStatus::Cancelled => conditions.and("line.moved = 1"),
        },
    }
    if !text.is_empty() {
        let search = Search::plan(books, &text, None, FEW)?;
        // Few are fetched by what the index finds; more are met soon enough while walking along the lines.
        if let Some(hits) = search.few()? {
            conditions.and_with(
                "line.row_no IN (
                   SELECT hit.row_no
                   FROM variant
                   CROSS JOIN count_line AS hit ON hit.sheet_id = :sheet_id AND hit.variant_id = variant.id
                   WHERE variant.row_no IN (SELECT value FROM json_each(:hits)))",
                ":hits",
                hits,
            );
        }
        search.hold(&mut conditions)?;
    }
    let rows = books.rows(
        &format!(
            "SELECT {columns} FROM {TABLES} WHERE {conditions} ORDER BY line.row_no LIMIT {limit}",
            columns = columns(),
            conditions = conditions.sql(),
        ),
        conditions.values().as_slice(),
        |row| Ok((line(row, asked.hides_expected())?, row.get::<_, i64>(13)?)),
    )?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(_, row_no)| row_no.to_string())).flatten();
    Ok(CountLinePage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}
