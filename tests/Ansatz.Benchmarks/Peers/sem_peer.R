# lavaan and OpenMx as a child process: computes and measures on command. Operations are TOOL:MODEL, for example lavaan-refit:hs_cfa.
suppressPackageStartupMessages({
    library(lavaan)
    library(OpenMx)
})
mxOption(NULL, "Number of Threads", 1L)
mxOption(NULL, "Calculate Hessian", "No")
mxOption(NULL, "Standard Errors", "No")

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
calls <- list(
    hs_cfa = function(text, data, ...) cfa(text, data, ...),
    polidem = function(text, data, ...) sem(text, data, ...),
    growth = function(text, data, ...) growth(text, data, ...),
    cyclic3 = function(text, data, ...) sem(text, data, fixed.x = FALSE, ...),
    hs_cfa_fiml = function(text, data, ...) cfa(text, data, missing = "fiml", ...)
)
texts <- lapply(names(calls), function(n) paste(readLines(file.path(folder, paste0(n, ".lav"))), collapse = "\n"))
tables <- lapply(names(calls), function(n) read.csv(file.path(folder, paste0(n, ".csv"))))
names(texts) <- names(tables) <- names(calls)
prepared <- new.env()

full <- function(name) calls[[name]](texts[[name]], tables[[name]])

# The slots of a fit that has been made: what is left of a call is starting values and optimiser.
slots <- function(name) {
    key <- paste0("slots:", name)
    if (is.null(prepared[[key]])) {
        fit <- calls[[name]](texts[[name]], tables[[name]], se = "none", test = "none", baseline = FALSE, do.fit = FALSE)
        prepared[[key]] <- fit
    }
    prepared[[key]]
}

refit <- function(name) {
    fit <- slots(name)
    options <- fit@Options
    options$do.fit <- TRUE
    lavaan(slotOptions = options, slotParTable = fit@ParTable, slotSampleStats = fit@SampleStats, slotData = fit@Data, slotModel = fit@Model, slotCache = fit@Cache)
}

# The same model in OpenMx, as matrices: paths would silently replace each other where a cycle has a covariance.
openmx <- function(name) {
    key <- paste0("openmx:", name)
    if (!is.null(prepared[[key]])) return(prepared[[key]])
    fit <- slots(name)
    rows <- as.data.frame(fit@ParTable)
    rows <- rows[rows$op %in% c("=~", "~", "~~", "~1"), ]
    observed <- fit@Data@ov.names[[1]]
    latent <- unique(rows$lhs[rows$op == "=~"])
    all <- c(observed, latent)
    n <- length(all)
    empty <- function() list(values = matrix(0, n, n, dimnames = list(all, all)), free = matrix(FALSE, n, n, dimnames = list(all, all)))
    A <- empty()
    S <- empty()
    M <- list(values = matrix(0, 1, n, dimnames = list(NULL, all)), free = matrix(FALSE, 1, n, dimnames = list(NULL, all)))
    for (k in seq_len(nrow(rows))) {
        r <- rows[k, ]
        free <- r$free > 0
        value <- r$start
        if (r$op == "=~") { A$values[r$rhs, r$lhs] <- value; A$free[r$rhs, r$lhs] <- free }
        if (r$op == "~") { A$values[r$lhs, r$rhs] <- value; A$free[r$lhs, r$rhs] <- free }
        if (r$op == "~~") { S$values[r$lhs, r$rhs] <- S$values[r$rhs, r$lhs] <- value; S$free[r$lhs, r$rhs] <- S$free[r$rhs, r$lhs] <- free }
        if (r$op == "~1") { M$values[1, r$lhs] <- value; M$free[1, r$lhs] <- free }
    }
    labels <- outer(seq_len(n), seq_len(n), function(i, j) paste0("s_", pmin(i, j), "_", pmax(i, j)))
    labels[!S$free] <- NA
    filter <- cbind(diag(length(observed)), matrix(0, length(observed), length(latent)))
    dimnames(filter) <- list(observed, all)
    means <- any(rows$op == "~1")
    raw <- anyNA(tables[[name]][, observed])
    data <- if (raw) mxData(tables[[name]][, observed], type = "raw") else {
        sample <- fit@SampleStats
        covariance <- sample@cov[[1]]
        dimnames(covariance) <- list(observed, observed)
        if (means) mxData(covariance, type = "cov", means = setNames(as.vector(sample@mean[[1]]), observed), numObs = sample@nobs[[1]]) else mxData(covariance, type = "cov", numObs = sample@nobs[[1]])
    }
    parts <- list(
        name, data,
        mxMatrix("Full", n, n, values = A$values, free = A$free, name = "A", dimnames = list(all, all)),
        mxMatrix("Symm", n, n, values = S$values, free = S$free, labels = labels, name = "S", dimnames = list(all, all)),
        mxMatrix("Full", length(observed), n, values = filter, free = FALSE, name = "F", dimnames = list(observed, all)),
        mxFitFunctionML()
    )
    if (means) parts <- c(parts, list(mxMatrix("Full", 1, n, values = M$values, free = M$free, name = "M", dimnames = list(NULL, all)), mxExpectationRAM("A", "S", "F", "M"))) else parts <- c(parts, list(mxExpectationRAM("A", "S", "F")))
    prepared[[key]] <- do.call(mxModel, parts)
    prepared[[key]]
}

operation <- function(text) {
    part <- strsplit(text, ":", fixed = TRUE)[[1]]
    name <- part[2]
    switch(part[1],
        `lavaan-full` = function() full(name),
        `lavaan-refit` = function() refit(name),
        openmx = { model <- openmx(name); function() suppressMessages(mxRun(model, silent = TRUE, suppressWarnings = TRUE)) },
        `lavaan-bootstrap` = { fit <- full(name); function() bootstrapLavaan(fit, R = 20) }
    )
}

# Figures by which both sides are known to have reached the same optimum.
check <- function(text) {
    part <- strsplit(text, ":", fixed = TRUE)[[1]]
    result <- operation(text)()
    if (part[1] == "openmx") return(sprintf("minus2lnL=%.12g", result$output$fit))
    if (part[1] == "lavaan-bootstrap") return("ok=1")
    sprintf("fx=%.12g", result@optim$fx)
}

cat(sprintf("lavaan %s, OpenMx %s\n", packageVersion("lavaan"), packageVersion("OpenMx")))
flush(stdout())
input <- file("stdin", "r")
repeat {
    line <- readLines(input, n = 1)
    if (length(line) == 0) break
    word <- strsplit(line, " ", fixed = TRUE)[[1]]
    answer <- tryCatch({
        if (word[1] == "check") check(word[2])
        else if (word[1] == "prepare") {
            run <- operation(word[2])
            prepared[[word[2]]] <- run
            invisible(run()); invisible(run())
            "ready"
        } else {
            # The clock of a process counts milliseconds here: a window is several calls.
            run <- prepared[[word[2]]]
            end <- proc.time()[["elapsed"]] + as.numeric(word[3])
            windows <- character(0)
            repeat {
                count <- 0
                from <- proc.time()
                repeat {
                    invisible(run())
                    count <- count + 1
                    now <- proc.time()
                    if (now[["elapsed"]] - from[["elapsed"]] > 0.15) break
                }
                processor <- sum(now[c("user.self", "sys.self")] - from[c("user.self", "sys.self")])
                windows <- c(windows, sprintf("%.3f/%.3f", 1e6 * processor / count, 1e6 * (now[["elapsed"]] - from[["elapsed"]]) / count))
                if (now[["elapsed"]] > end) break
            }
            paste(windows, collapse = " ")
        }
    }, error = function(e) paste("error", gsub("\n", " ", conditionMessage(e))))
    cat(answer, "\n", sep = "")
    flush(stdout())
}
