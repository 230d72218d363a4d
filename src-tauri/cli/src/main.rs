//! `stockroom`: the commands of the window, on the command line. Works beside an open window on the same store.

mod answer;
mod args;
mod commands;
mod desk;
mod interrupt;
mod place;
mod trials;
mod voice;

use answer::Stop;
use args::{Audit, Command, CommandLine, Export, Holds, Import, Order};
use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use voice::Voice;

fn main() -> ExitCode {
    let CommandLine { global, command } = CommandLine::parse();
    log();
    interrupt::listen();
    let voice = Voice { json: global.json };
    let ended = match command {
        Command::Call { name, request, request_id } => commands::call(&global, voice, &name, &request, request_id),
        Command::Init { name, currency, time_zone } => commands::init(&global, voice, &name, &currency, time_zone),
        Command::Demo { products, orders } => commands::demo(&global, voice, products, orders),
        Command::Export(Export::Orders(asked)) => commands::export_orders(&global, voice, &asked),
        Command::Export(Export::Products(asked)) => commands::export_products(&global, voice, &asked),
        Command::Export(Export::Stock(asked)) => commands::export_stock(&global, voice, &asked),
        Command::Export(Export::Customers(asked)) => commands::export_customers(&global, voice, &asked),
        Command::Import(Import::Products(asked)) => commands::import_products(&global, voice, &asked),
        Command::Import(Import::Customers(asked)) => commands::import_customers(&global, voice, &asked),
        Command::Order(Order::Bulk(asked)) => commands::order_bulk(&global, voice, &asked),
        Command::Order(Order::Fulfilment(asked)) => commands::fulfilment(&global, voice, asked),
        Command::Holds(Holds::Sweep) => commands::sweep(&global, voice),
        Command::Order(Order::Placing(asked)) => commands::placing(&global, voice, asked),
        Command::Basket(asked) => commands::basket(&global, voice, asked),
        Command::Customer(asked) => commands::customer(&global, voice, asked),
        Command::Wait(asked) => commands::wait(&global, voice, asked),
        Command::Count(asked) => commands::count(&global, voice, asked),
        Command::Changes { kind, text, limit } => commands::changes(&global, voice, &kind, text.as_deref(), limit),
        Command::Undo { batch, preview: true, .. } => commands::undo_preview(&global, voice, &batch),
        Command::Undo { batch, preview: false, reason } => commands::undo(&global, voice, &batch, reason.as_deref()),
        Command::Quote(asked) => commands::quote(&global, voice, &asked),
        Command::Search(asked) => commands::search(&global, voice, &asked),
        Command::Doctor => commands::doctor(&global, voice),
        Command::Info => commands::info(&global, voice),
        Command::Backup { out } => commands::backup(&global, voice, &out),
        Command::Audit(Audit::Verify) => commands::audit_verify(&global, voice),
        Command::Chaos { processes, stock, threads } => trials::chaos(&global, voice, processes, stock, threads),
        Command::ChaosCaller { variant } => trials::chaos_caller(&global, voice, &variant),
        Command::LoadTest { orders, threads, delay, folder } => {
            trials::load_test(&global, voice, &trials::Load { orders, threads, delay, folder })
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => tell(&stop, voice),
    }
}

fn tell(stop: &Stop, voice: Voice) -> ExitCode {
    if let Stop::Answered(answer) = stop
        && voice.json
    {
        voice.line(&answer.line);
    }
    if let Some(sentence) = stop.sentence() {
        eprintln!("{sentence}");
    }
    ExitCode::from(stop.exit_code())
}

/// The log goes to the standard error: errors, or what STOCKROOM_LOG asks for.
fn log() {
    let filter = EnvFilter::try_from_env("STOCKROOM_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time().init();
}
