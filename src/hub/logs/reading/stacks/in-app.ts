/** Which frames are the program's own code. What is unknown counts as own: a frame too many is seen, one too few is missed. */

const javascriptForeign =
  /^(?:node:|internal\/|native$|<anonymous>$|webpack\/(?:bootstrap|runtime)|(?:bun|deno|ext):)|[/\\]node_modules[/\\]|^node_modules[/\\]|[/\\]\.(?:yarn|pnpm)[/\\]/;
const pythonForeign =
  /[/\\](?:site-packages|dist-packages)[/\\]|[/\\]lib(?:64)?[/\\]python\d|[/\\]Python\d{2,3}[/\\]Lib[/\\]|^<frozen |^<string>$|^<__array_function__/;
const rubyForeign = /[/\\]gems[/\\]|[/\\]lib[/\\]ruby[/\\]|^<internal:|[/\\]bundler[/\\]/;
const phpForeign = /[/\\]vendor[/\\]|^\[internal function\]$|^phar:/;
const goForeign =
  /^\/?(?:usr\/(?:local\/)?(?:lib|share)\/go|snap\/go|opt\/go|[^ ]{0,200}\/go\/src\/(?:runtime|net|internal|database|encoding|io|os|sync|reflect|testing|context|bufio|bytes|fmt|strings|time)\/)|\/pkg\/mod\/|\/vendor\/|^(?:runtime|net|internal|reflect|sync|testing)\//;
const goFunctions =
  /^(?:runtime|runtime\/debug|net\/http|net|reflect|sync|testing|internal\/[\w/]{1,60}|database\/sql|encoding\/\w{1,20}|context|os|io|bufio|fmt)\.|^panic$/;
const rustForeign =
  /^(?:std|core|alloc|proc_macro|test|tokio|futures\w{0,20}|hyper|h2|tower|tower_http|actix\w{0,20}|axum|rayon\w{0,20}|crossbeam\w{0,20}|backtrace|anyhow|eyre|color_eyre|tracing\w{0,20}|mio|reqwest|serde\w{0,20})::|^<(?:std|core|alloc|tokio|futures\w{0,20}|hyper)::|^(?:rust_begin_unwind|rust_panic|_start|main|start_thread|clone3?)$|^__(?:rust|libc)|^<?[A-Za-z&]{1,3} as core::/;
const rustFiles = /^\/?rustc\/|\/\.cargo\/(?:registry|git)\/|\/rustlib\//;
const dotnetForeign =
  /^(?:System|Microsoft|Newtonsoft|MS|Internal|Interop|Npgsql|Polly|Serilog|Grpc|NLog|StackExchange|RabbitMQ|MassTransit|Quartz|Hangfire|AutoMapper|MediatR|Dapper|Azure|Amazon)[.]/;
const javaForeign =
  /^(?:(?:java|javax|jakarta|jdk|sun|kotlin|kotlinx|scala|groovy|clojure|akka|reactor|rx|okhttp3|okio|retrofit2|junit|redis|feign)\.|com\.(?:sun|zaxxer|mysql|fasterxml|google|mongodb|rabbitmq|datastax|ibm|oracle|microsoft|amazonaws|netflix|github)\.|org\.(?:springframework|apache|hibernate|postgresql|eclipse|jboss|slf4j|junit|aspectj|codehaus|mockito|mariadb|h2|quartz|redisson|elasticsearch|gradle|yaml|glassfish|scala)\.|io\.(?:netty|undertow|vertx|grpc|micrometer|lettuce|reactivex|micronaut|quarkus|opentelemetry|ktor|confluent|projectreactor|smallrye|r2dbc)\.|ch\.qos\.|software\.amazon\.|net\.(?:bytebuddy|sf)\.)|\$\$(?:EnhancerBy|FastClassBy|SpringCGLIB|Lambda)|\$Proxy\d/;
const beamForeign =
  /^\((?:stdlib|kernel|elixir|erts|logger|ex_unit|mix|iex|phoenix|phoenix_\w{1,30}|plug|plug_\w{1,30}|cowboy|cowlib|ranch|bandit|thousand_island|ecto|ecto_sql|db_connection|postgrex|gen_stage|broadway|oban|telemetry|jason|finch|mint|poison|absinthe|swoosh|hackney)(?: [^()]{0,40})?\)/;
const beamModules =
  /^:?(?:gen_server|gen_statem|gen_event|gen|proc_lib|supervisor|timer|lists|maps|ets|erlang|gen_tcp|erl_eval|elixir\w{0,30}|init|application_master|binary|unicode|io|file|ssl)(?:\.|:)/;
const nativeForeign =
  /^(?:__(?:asan|ubsan|tsan|interceptor|sanitizer|libc|cxa|GI|cxxabiv1|gnu_cxx|pthread|restore)|_start$|_GLOBAL|abort$|raise$|gsignal$|std::|__gnu|_Unwind|operator (?:new|delete)|(?:malloc|free|calloc|realloc|memcpy|memset|strlen|strcpy|start_thread|clone|clone3|pthread_\w{1,40}|asan_\w{1,60}|main_arena)$|<null>|boost::)/;
const nativeFiles =
  /^\/(?:usr\/(?:lib|include|lib64|libexec)|lib|lib64|build\/glibc)\b|libsanitizer|\/sysdeps\/|^\.\.\/(?:csu|nptl|sysdeps)|(?:^|\/)(?:libc|libpthread|libstdc\+\+|ld-linux[\w-]{0,20}|lib(?:a|t|ub)san)\.so|csu\/libc-start/;

const foreign = (file: string | null, files: RegExp, name?: string | null, names?: RegExp): boolean =>
  (file !== null && files.test(file)) || (name != null && names !== undefined && names.test(name));

export const inApp = {
  javascript: (file: string | null) => file !== null && !javascriptForeign.test(file),
  python: (file: string | null) => !foreign(file, pythonForeign),
  ruby: (file: string | null) => !foreign(file, rubyForeign),
  php: (file: string | null) => !foreign(file, phpForeign),
  go: (file: string | null, name: string | null) => !foreign(file, goForeign, name, goFunctions),
  rust: (file: string | null, name: string | null) => !foreign(file, rustFiles, name, rustForeign),
  dotnet: (name: string | null) => name === null || !dotnetForeign.test(name),
  java: (name: string | null) => name === null || !javaForeign.test(name),
  beam: (application: string, name: string | null) =>
    !beamForeign.test(application) && (name === null || !beamModules.test(name)),
  native: (file: string | null, name: string | null) => !foreign(file, nativeFiles, name, nativeForeign),
} as const;
