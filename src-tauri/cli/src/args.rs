//! What can be asked on the command line.

use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// The most processes or threads of a trial.
const MAX_CALLERS: u32 = 500;
/// The most units or orders of a trial.
const MAX_TRIAL: u32 = 1_000_000;

#[derive(Debug, Parser)]
#[command(name = "stockroom", version, about = "The back office of one store, without its window", after_help = AFTER)]
pub struct CommandLine {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Exit codes: 0 done, 1 refused or not in order, 2 not understood, 3 a bug in Stockroom.
Environment: STOCKROOM_STORE the store file, STOCKROOM_LOG what to log (error, warn, info, debug).";

#[derive(Debug, Args)]
pub struct Global {
    /// The store file [default: STOCKROOM_STORE, or the one in your data folder]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub store: Option<PathBuf>,
    /// Print one JSON object a line
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// How long to go on trying while another program writes, in seconds
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value = "20",
        value_parser = seconds,
        help_heading = "Everywhere"
    )]
    pub wait: Duration,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Send one command as the window would (docs/COMMANDS.md lists them)
    Call {
        /// Like stock_list
        name: String,
        /// The request, or - to read it from the standard input
        #[arg(default_value = "{}")]
        request: OsString,
        /// A UUID; the same again gets the first answer again [default: a new one]
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
    },
    /// Make a new store
    Init {
        #[arg(long, default_value = "My store")]
        name: String,
        /// ISO 4217; fixed once a price exists
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// Like Europe/Dublin [default: this machine's]
        #[arg(long)]
        time_zone: Option<String>,
    },
    /// Fill a sample store, making its file where there is none [default file: demo.stockroom beside the store]
    Demo {
        #[arg(long, default_value_t = 50)]
        products: u32,
        #[arg(long, default_value_t = 500)]
        orders: u32,
    },
    /// Find products by words in any order, each part of the name, description, category or SKU, or a whole barcode
    Search(Search),
    /// What so many units of a product cost, step by step
    Quote(Quote),
    /// Write what a list shows to a file
    #[command(subcommand)]
    Export(Export),
    /// Read goods or customers from a file
    #[command(subcommand)]
    Import(Import),
    /// Orders
    #[command(subcommand)]
    Order(Order),
    /// Holds
    #[command(subcommand)]
    Holds(Holds),
    /// Sales that are being put together
    #[command(subcommand)]
    Basket(Basket),
    /// Customers: who they are, and two that are one person
    #[command(subcommand)]
    Customer(Customer),
    /// The queue of those who wait for units
    #[command(subcommand)]
    Wait(Wait),
    /// Count what is on the shelf, while the store goes on selling
    #[command(subcommand)]
    Count(Count),
    /// What was changed lately, each act with its number
    Changes {
        /// opening, receive, adjust, transfer, count, import or undo; several with commas
        #[arg(long, value_delimiter = ',')]
        kind: Vec<String>,
        /// Part of a label, a supplier, a document or a note
        #[arg(long)]
        text: Option<String>,
        /// How many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
    },
    /// Take one act of the changes back as a whole
    Undo {
        /// Its number as `changes` shows it, or its id
        batch: String,
        /// Only say what would happen and what stands in the way
        #[arg(long)]
        preview: bool,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
    /// Read the books whole and say whether they keep their promises
    Doctor,
    /// What this store is and holds
    Info,
    /// Copy the whole store to a file and read the copy back
    Backup {
        /// Where the copy goes
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// The record of who did what
    #[command(subcommand)]
    Audit(Audit),
    /// Many at once reserve one unit each of a product that has too few, in a store of their own
    Chaos {
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_CALLERS)))]
        processes: u32,
        /// Units there are
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_TRIAL)))]
        stock: u32,
        /// Threads of one process in place of processes
        #[arg(long)]
        threads: bool,
    },
    /// One process of `chaos`: opens the store, says so, and reserves once its standard input ends
    #[command(hide = true)]
    ChaosCaller {
        #[arg(long)]
        variant: String,
    },
    /// Place orders from many threads in a store of their own, and tell how fast that goes
    LoadTest {
        /// Of all threads together
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_TRIAL)))]
        orders: u32,
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_CALLERS)))]
        threads: u32,
        /// What a thread waits between two of its orders, in seconds
        #[arg(long, default_value = "0.05", value_parser = seconds)]
        delay: Duration,
        /// Where the store lies meanwhile: the disk decides the speed [default: the temporary folder]
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// Orders as CSV, exactly what the same filter and sort show
    Orders(ExportOrders),
    /// Products as CSV with everything about them, as `import products` reads it
    Products(ExportGoods),
    /// The stock list as CSV
    Stock(ExportGoods),
    /// Customers as CSV, as `import customers` reads it
    Customers(ExportCustomers),
}

#[derive(Debug, Args)]
pub struct ExportCustomers {
    /// What to write; a file that is there is replaced once the new one is whole
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Words of the name or e-mail, or digits of the phone number
    #[arg(long)]
    pub text: Option<String>,
    /// Only those that are archived
    #[arg(long)]
    pub archived: bool,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["dry_run", "apply"])))]
#[command(group(clap::ArgGroup::new("mode").args(["all_or_nothing", "each"])))]
pub struct OrderBulk {
    pub file: PathBuf,
    /// A mapping that was saved under this name [default: by the names of the columns]
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Where rows go that are not placed, to be mended
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub apply: bool,
    /// One order that is short or cannot be taken keeps all of them out [default]
    #[arg(long)]
    pub all_or_nothing: bool,
    /// Each order goes by itself
    #[arg(long)]
    pub each: bool,
    /// With --each: leave short orders out; without it they are kept as rejected
    #[arg(long, requires = "each")]
    pub skip_short: bool,
    /// pending or confirmed
    #[arg(long, value_name = "STATUS", default_value = "confirmed")]
    pub up_to: String,
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Place many orders from a CSV or JSON file, a line a row; --dry-run only says what becomes of each
    Bulk(OrderBulk),
    #[command(flatten)]
    Placing(Placing),
    #[command(flatten)]
    Fulfilment(Fulfilment),
}

/// What becomes of an order that is placed.
#[derive(Debug, Subcommand)]
pub enum Fulfilment {
    /// Move an order along: confirmed, processing, shipped, delivered or cancelled
    Transition {
        /// Like 2026-000148; several with commas, each on its own
        #[arg(value_name = "NUMBER", value_delimiter = ',', required = true, num_args = 1)]
        numbers: Vec<String>,
        status: String,
        /// Why; needed to cancel
        #[arg(long)]
        reason: Option<String>,
    },
    /// Write down what a customer paid
    Pay {
        number: String,
        /// cash, card, transfer or other
        method: String,
        /// [default: all that is due]
        #[arg(long)]
        amount: Option<String>,
        /// Cash that was given; what is above the amount is change
        #[arg(long)]
        tendered: Option<String>,
        #[arg(long)]
        reference: Option<String>,
        #[arg(long)]
        note: Option<String>,
    },
    /// Write down what a customer got back
    Refund {
        number: String,
        /// cash, card, transfer or other
        method: String,
        amount: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[arg(long)]
        reference: Option<String>,
        #[arg(long)]
        note: Option<String>,
    },
    /// Send what is open of an order, or a part of it
    Ship {
        number: String,
        /// 1=2 for two units of the first line [default: all that is open]
        #[arg(value_name = "LINE=UNITS")]
        lines: Vec<String>,
        /// The carrier's number
        #[arg(long)]
        reference: Option<String>,
    },
    /// Take goods of a delivered order back
    Return {
        number: String,
        /// What goes on the shelf again: 1=2 for two units of the first line
        #[arg(value_name = "LINE=UNITS")]
        sellable: Vec<String>,
        /// What is written off as it comes in
        #[arg(long, value_name = "LINE=UNITS")]
        damaged: Vec<String>,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// What happened to an order
    Timeline { number: String },
}

#[derive(Debug, Args)]
pub struct ExportGoods {
    /// What to write; a file that is there is replaced once the new one is whole
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// all, low, reserved, out or archived
    #[arg(long, value_name = "WHICH")]
    pub filter: Option<String>,
    /// Words in any order, or a barcode
    #[arg(long)]
    pub text: Option<String>,
    /// name, sku, price, available, on_hand, reserved; with _desc behind it the other way round
    #[arg(long)]
    pub sort: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Products and stock from a CSV file; --dry-run only says what it would do
    Products(ImportProducts),
    /// Customers from a CSV file, known by e-mail, or by name where they have none
    Customers(ImportCustomers),
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["dry_run", "apply"])))]
pub struct ImportCustomers {
    pub file: PathBuf,
    /// A mapping that was saved under this name [default: by the names of the columns]
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Where refused rows go, to be mended
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub apply: bool,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["dry_run", "apply"])))]
pub struct ImportProducts {
    pub file: PathBuf,
    /// stockroom, shopify, woocommerce or square [default: by the names of the columns]
    #[arg(long, conflicts_with = "mapping")]
    pub preset: Option<String>,
    /// A mapping that was saved under this name
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// What a column of units on hand is: set, add or leave
    #[arg(long, value_name = "HOW")]
    pub stock: Option<String>,
    /// point, comma or auto
    #[arg(long, value_name = "MARK")]
    pub decimal: Option<String>,
    /// Where refused rows go, to be mended
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub apply: bool,
}

#[derive(Debug, Args)]
pub struct ExportOrders {
    /// What to write; a file that is there is replaced once the new one is whole
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Several with commas, in any letter case
    #[arg(long, value_delimiter = ',')]
    pub status: Vec<String>,
    /// First local day, like 2026-11-20
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last local day
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// Like 12.50
    #[arg(long, value_name = "AMOUNT")]
    pub min_total: Option<String>,
    #[arg(long, value_name = "AMOUNT")]
    pub max_total: Option<String>,
    /// Part of the number, the customer or a SKU
    #[arg(long)]
    pub text: Option<String>,
    /// Name, e-mail address or id
    #[arg(long, value_name = "WHO")]
    pub customer: Option<String>,
    /// Name or id
    #[arg(long, value_name = "WHO")]
    pub staff: Option<String>,
    /// Several with commas
    #[arg(long, value_delimiter = ',')]
    pub priority: Vec<String>,
    /// newest, oldest, highest_value, lowest_value, number or number_desc
    #[arg(long)]
    pub sort: Option<String>,
}

#[derive(Debug, Args)]
pub struct Quote {
    /// A SKU or a barcode
    #[arg(value_name = "SKU")]
    pub code: String,
    #[arg(value_name = "QTY", default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=1_000_000))]
    pub quantity: i64,
    /// For a tier by its name [default: the store's default tier]
    #[arg(long, value_name = "NAME", conflicts_with = "customer")]
    pub tier: Option<String>,
    /// For a customer by name, e-mail address or id
    #[arg(long, value_name = "NAME_OR_EMAIL")]
    pub customer: Option<String>,
    /// As that day begins, like 2026-12-24 [default: now]
    #[arg(long, value_name = "DAY")]
    pub at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Search {
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// Only what is available
    #[arg(long)]
    pub in_stock: bool,
    /// What is archived, and nothing else
    #[arg(long)]
    pub archived: bool,
    /// The most rows
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
}

/// How an order comes to be, and what it is.
#[derive(Debug, Subcommand)]
pub enum Placing {
    /// Place an order: {"lines": [{"sku": "TEA-1", "quantity": 2}], "customer": {"name": "Maja"}}
    Place {
        /// What order_place takes, as JSON; a line may name its product by sku or barcode. - reads the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// pending, confirmed or delivered
        #[arg(long, value_name = "STATUS")]
        up_to: Option<String>,
        /// Keep a short order as rejected instead of refusing it
        #[arg(long)]
        reject: bool,
    },
    /// An order with its lines
    Show {
        /// Like 2026-000148
        number: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Basket {
    /// Those that are open or parked, the newest first
    List {
        /// open, parked, placed or dropped; several with commas
        #[arg(long, value_delimiter = ',')]
        status: Vec<String>,
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// A basket with its lines
    Show {
        /// Its number in the list, its name, or its id
        basket: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Count {
    /// Begin a sheet: of everything, unless something else is said
    Start {
        /// How it is called [default: what is counted, and the day]
        #[arg(long)]
        name: Option<String>,
        /// A category with its children, by its path like "Drinks > Tea" or its id
        #[arg(long, value_name = "CATEGORY", conflicts_with = "list")]
        category: Option<String>,
        /// Nothing yet: what is entered
        #[arg(long)]
        list: bool,
        /// Name or id [default: where the store sells from]
        #[arg(long, value_name = "PLACE")]
        location: Option<String>,
        /// Do not show what is expected
        #[arg(long)]
        blind: bool,
        #[arg(long)]
        note: Option<String>,
    },
    /// The sheets, the newest first
    List {
        /// open, posted or cancelled
        #[arg(long)]
        status: Option<String>,
        /// How many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
    },
    /// A sheet and its lines
    Show {
        #[command(flatten)]
        sheet: Sheet,
        /// all, uncounted, differs or recount
        #[arg(long, default_value = "all")]
        filter: String,
        /// How many lines
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
    },
    /// Add to what was counted: a barcode or SKU is one unit of it, CODE=N is N
    Enter {
        #[arg(required = true, value_name = "CODE[=N]")]
        codes: Vec<String>,
        /// These are whole figures, not parts to add
        #[arg(long)]
        set: bool,
        #[command(flatten)]
        sheet: Sheet,
    },
    /// Put the stock right by a sheet
    Post {
        #[command(flatten)]
        sheet: Sheet,
        /// What nobody counted is not there
        #[arg(long)]
        rest_is_none: bool,
        /// Take lines that should be counted again as they are
        #[arg(long)]
        accept_moved: bool,
    },
    /// Give a sheet up; nothing is changed
    Cancel {
        #[command(flatten)]
        sheet: Sheet,
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Sheet {
    /// Which sheet, by name or id [default: the one that is open]
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Customer {
    /// Words of the name or e-mail address, or digits of the phone number; all of them where nothing is said
    List {
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
        /// Name or id of a tier
        #[arg(long)]
        tier: Option<String>,
        /// Those that are archived, and nobody else
        #[arg(long)]
        archived: bool,
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
    },
    /// Somebody with their figures
    Show {
        /// Name, e-mail address or id
        who: String,
    },
    /// Make somebody known
    Add {
        name: String,
        #[arg(long)]
        email: Option<String>,
        #[arg(long)]
        phone: Option<String>,
        /// Name or id of a tier
        #[arg(long)]
        tier: Option<String>,
        #[arg(long)]
        note: Option<String>,
    },
    /// Two that are one person: what the second has moves to the first
    Merge {
        /// Name, e-mail address or id of the one that stays
        keep: String,
        /// Of the one that is archived
        other: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Wait {
    /// Who waits, in order; or what became of those who did
    List {
        /// granted, expired or cancelled in place of those who wait
        #[arg(long)]
        status: Option<String>,
        /// SKU or barcode of what is waited for
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
    },
    /// Wait for units: they become a hold the moment they come free
    Add(WaitAdd),
    /// Give places up
    Cancel {
        /// Numbers as `wait list` shows them, or ids
        #[arg(required = true, value_name = "WAIT")]
        waits: Vec<String>,
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct WaitAdd {
    /// SKU or barcode
    pub code: String,
    pub quantity: i64,
    /// Whom the hold is for
    #[arg(long = "for", value_name = "NAME")]
    pub name: Option<String>,
    /// Name, e-mail address or id
    #[arg(long, value_name = "WHO")]
    pub customer: Option<String>,
    /// Take what there is and wait on for the rest
    #[arg(long)]
    pub part: bool,
    /// Name or id [default: where the store sells from]
    #[arg(long, value_name = "PLACE")]
    pub location: Option<String>,
    /// How long the hold runs, in seconds [default: the store's setting]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub hold: Option<Duration>,
    /// After which time the wait ends, in seconds [default: the store's setting]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub until: Option<Duration>,
    #[arg(long)]
    pub note: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Holds {
    /// End every hold that is past its time
    Sweep,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Read the chain of entries again and say where it breaks
    Verify,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds like 0.05".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_wait_is_in_seconds() {
        assert_eq!(seconds("0.05"), Ok(Duration::from_millis(50)));
        assert!(seconds("-1").is_err() && seconds("soon").is_err() && seconds("inf").is_err());
    }
}
