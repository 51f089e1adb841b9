import type { LabelledErrors } from '../examples/labelled-errors.ts';

/** Like `examples`, of other software: only judged by, never learned from, and no rule is written after them. */
export const heldOutErrors: readonly LabelledErrors[] = [
  {
    software: 'ansible-jenkins',
    source: 'https://docs.ansible.com/, https://www.jenkins.io/doc/',
    errors: {
      network: [
        'fatal: [web2]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via ssh: ssh: connect to host 10.0.0.6 port 22: No route to host"}',
      ],
      permission: ['fatal: [web1]: FAILED! => {"msg": "Missing sudo password"}'],
      configuration: [
        "ERROR! the role 'common' was not found in /etc/ansible/roles",
        "The task includes an option with an undefined variable. The error was: 'db_host' is undefined",
      ],
      unknown: [
        'fatal: [web1]: FAILED! => {"changed": true, "msg": "non-zero return code", "rc": 2}',
        'Finished: FAILURE',
        'MODULE FAILURE See stdout/stderr for the exact error',
        "Build step 'Execute shell' marked build as failure",
      ],
    },
  },
  {
    software: 'anthropic',
    source: 'https://docs.anthropic.com/en/api/errors',
    errors: {
      permission: [
        "anthropic.AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}",
      ],
      'external-api': [
        "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
        "anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'This request would exceed your organization's rate limit of 40,000 input tokens per minute'}}",
        'anthropic.BadRequestError: Error code: 400 - Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
        "anthropic.NotFoundError: Error code: 404 - {'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: claude-x'}}",
      ],
    },
  },
  {
    software: 'aws-lambda',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
    errors: {
      resource: [
        'RequestId: 77aa Error: Runtime exited with error: signal: killed Runtime.ExitError memory size: 128 MB max memory used: 128 MB out of memory',
      ],
      worker: [
        'RequestId: 5f0e Error: Runtime exited with error: signal: segmentation fault Runtime.ExitError',
      ],
      timeout: ['2026-01-07T11:02:11.120Z 5f0e Task timed out after 3.00 seconds'],
      configuration: ['Runtime.HandlerNotFound: index.hander is undefined or not exported'],
      dependency: [
        "Runtime.ImportModuleError: Unable to import module 'handler': No module named 'requests'",
      ],
    },
  },
  {
    software: 'axios-got',
    source: 'https://axios-http.com/docs/handling_errors, https://github.com/sindresorhus/got errors',
    errors: {
      api: [
        'AxiosError: Request failed with status code 500',
        'AxiosError: Request failed with status code 404',
        'AxiosError: Request failed with status code 502',
        'HTTPError: Response code 503 (Service Unavailable)',
        'HTTPError: Response code 405 (Method Not Allowed)',
        'Error: Unexpected server response: 502 (websocket)',
      ],
      network: ['AxiosError: Network Error', 'RequestError: getaddrinfo ENOTFOUND orders.internal'],
      permission: [
        'AxiosError: Request failed with status code 401',
        'HTTPError: Response code 403 (Forbidden)',
      ],
      validation: ['AxiosError: Request failed with status code 422'],
      timeout: [
        "AxiosError: timeout of 10000ms exceeded code: 'ECONNABORTED'",
        "TimeoutError: Timeout awaiting 'request' for 5000ms",
      ],
    },
  },
  {
    software: 'bundler-rubygems',
    source: 'https://bundler.io/doc/troubleshooting.html',
    errors: {
      dependency: [
        "Could not find gem 'pg (~> 1.5)' in any of the gem sources listed in your Gemfile.",
        'Bundler::GemNotFound: Could not find rack-2.2.8 in locally installed gems',
        "Gem::MissingSpecError: Could not find 'bundler' (2.4.1) among 71 total gem(s)",
        'Bundler could not find compatible versions for gem "activesupport"',
        'Gem::Ext::BuildError: ERROR: Failed to build gem native extension.',
        'You have already activated rake 13.0.6, but your Gemfile requires rake 13.1.0.',
      ],
    },
  },
  {
    software: 'cargo',
    source: "https://doc.rust-lang.org/cargo/ and rustc's error index",
    errors: {
      configuration: ['error: could not find `Cargo.toml` in `/srv` or any parent directory'],
      dependency: [
        'error: failed to select a version for the requirement `serde = "^9.0"` candidate versions found which didn\'t match: 1.0.200',
        "error[E0463]: can't find crate for `openssl`",
        'error: no matching package named `tokoi` found',
        'error: package `time v0.3.36` cannot be built because it requires rustc 1.67.1 or newer, while the currently active rustc version is 1.64.0',
        "could not find system library 'libpq' required by the 'pq-sys' crate",
      ],
    },
  },
  {
    software: 'celery',
    source: 'https://docs.celeryq.dev/en/stable/reference/celery.exceptions.html',
    errors: {
      network: [
        'consumer: Cannot connect to amqp://app:**@mq:5672//: [Errno 111] Connection refused. Trying again in 2.00 seconds...',
      ],
      worker: [
        'billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 11 (SIGSEGV) Job: 12.',
        "Task shop.tasks.charge[7d] raised unexpected: AttributeError(\"'NoneType' object has no attribute 'id'\")",
        "celery.exceptions.MaxRetriesExceededError: Can't retry shop.tasks.sync[1f] args:() kwargs:{}",
      ],
      validation: [
        'kombu.exceptions.ContentDisallowed: Refusing to deserialize disabled content of type pickle (application/x-python-serialize)',
        'kombu.exceptions.DecodeError: Expecting value: line 1 column 1 (char 0)',
        'kombu.exceptions.EncodeError: Object of type Decimal is not JSON serializable',
      ],
      timeout: [
        'celery.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded()',
        'Hard time limit (300s) exceeded for shop.tasks.report[4f1c]',
      ],
      configuration: [
        'celery.exceptions.ImproperlyConfigured: Cannot mix new setting names with old setting names, please rename the following settings to use the old format',
      ],
    },
  },
  {
    software: 'cloudflare',
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/',
    errors: {
      timeout: ['cloudflare error 524: a timeout occurred', 'cloudflare error 522: connection timed out'],
      'external-api': [
        'Cloudflare API: 10000 Rate limited. Please wait and consider throttling your request speed',
        'cloudflare error 1015: You are being rate limited',
      ],
    },
  },
  {
    software: 'composer',
    source: 'https://getcomposer.org/doc/articles/troubleshooting.md',
    errors: {
      resource: [
        'PHP Fatal error: Allowed memory size of 1610612736 bytes exhausted in phar:///usr/local/bin/composer/src/Composer/DependencyResolver/RuleSet.php',
      ],
      dependency: [
        'Your requirements could not be resolved to an installable set of packages.',
        'Problem 1 - Root composer.json requires php ^8.3 but your php version (8.1.27) does not satisfy that requirement.',
        'Your lock file does not contain a compatible set of packages. Please run composer update.',
        "require(): Failed opening required '/var/www/vendor/autoload.php' (include_path='.:/usr/share/php')",
      ],
    },
  },
  {
    software: 'consul-etcd-zookeeper',
    source: "https://etcd.io/docs/v3.5/op-guide/, https://zookeeper.apache.org/doc/, Consul's agent",
    errors: {
      database: [
        'etcdserver: no leader',
        'etcdserver: mvcc: required revision has been compacted',
        'rpc error making call: No cluster leader',
        'KeeperErrorCode = NoNode for /brokers/ids',
        'KeeperErrorCode = NodeExists for /locks/leader',
      ],
      network: [
        'KeeperErrorCode = ConnectionLoss for /config/topics',
        'Unable to read additional data from server sessionid 0x10, likely server has closed socket',
      ],
      permission: [
        'KeeperErrorCode = NoAuth for /admin',
        'rpc error making call: Permission denied: token with AccessorID lacks permission \'service:write\' on "web"',
      ],
      resource: ['etcdserver: mvcc: database space exceeded'],
      validation: ['etcdserver: request is too large', 'etcdserver: key is not provided'],
      timeout: [
        'etcdserver: request timed out, possibly due to previous leader failure',
        'waiting for ReadIndex response took too long, retrying',
        'KeeperErrorCode = Session expired for /controller',
      ],
    },
  },
  {
    software: 'datadog-pagerduty',
    source: 'https://docs.datadoghq.com/api/latest/rate-limits/ and https://developer.pagerduty.com/docs/',
    errors: {
      permission: ['datadog: 403 Forbidden: API key is invalid'],
      'external-api': [
        'datadog: 429 Rate limit of 300 requests in 3600 seconds reached. Please try again later',
        "PagerDuty: 400 Event object is invalid: Length of 'routing_key' is incorrect",
      ],
    },
  },
  {
    software: 'discord-telegram',
    source:
      'https://discord.com/developers/docs/topics/opcodes-and-status-codes, https://core.telegram.org/bots/api#responseparameters',
    errors: {
      permission: ['DiscordAPIError[50013]: Missing Permissions'],
      'external-api': [
        'DiscordAPIError[50035]: Invalid Form Body content[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.',
        'DiscordAPIError[10008]: Unknown Message',
        'Discord: You are being rate limited. retry_after: 0.35',
        'telegram.error.RetryAfter: Flood control exceeded. Retry in 37 seconds',
        'TelegramError: 400: Bad Request: chat not found',
      ],
    },
  },
  {
    software: 'django',
    source: 'https://docs.djangoproject.com/en/5.0/ref/exceptions/',
    errors: {
      database: [
        'django.db.utils.IntegrityError: NOT NULL constraint failed: shop_order.total',
        'django.db.utils.ProgrammingError: relation "shop_order" does not exist',
        "django.db.migrations.exceptions.InconsistentMigrationHistory: Migration admin.0001_initial is applied before its dependency users.0001_initial on database 'default'.",
      ],
      api: [
        'rest_framework.exceptions.MethodNotAllowed: Method "PATCH" not allowed.',
        'Not Found: /api/v1/orderz/',
        'Internal Server Error: /api/v1/orders/',
      ],
      permission: [
        'rest_framework.exceptions.NotAuthenticated: Authentication credentials were not provided.',
        'django.core.exceptions.PermissionDenied: Forbidden (CSRF token missing.): /api/orders/',
      ],
      worker: [
        "django.template.exceptions.TemplateSyntaxError: Invalid block tag on line 12: 'endfr', expected 'endfor'",
      ],
      validation: [
        "django.core.exceptions.ValidationError: ['“2026-31-01” value has an invalid date format. It must be in YYYY-MM-DD format.']",
        "rest_framework.exceptions.ValidationError: {'qty': [ErrorDetail(string='A valid integer is required.', code='invalid')]}",
        'rest_framework.exceptions.ParseError: JSON parse error - Expecting property name enclosed in double quotes',
      ],
      configuration: [
        'django.core.exceptions.ImproperlyConfigured: Requested setting DATABASES, but settings are not configured.',
        'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
        "Invalid HTTP_HOST header: 'shop.example'. You may need to add 'shop.example' to ALLOWED_HOSTS.",
      ],
      dependency: [
        "django.core.exceptions.ImproperlyConfigured: Error loading psycopg2 module: No module named 'psycopg2'",
      ],
    },
  },
  {
    software: 'docker',
    source: 'https://docs.docker.com/engine/daemon/troubleshoot/ and moby',
    errors: {
      network: [
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      ],
      permission: [
        'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
        'Error response from daemon: Head "https://registry.acme.io/v2/worker/manifests/1": no basic auth credentials',
        "Error response from daemon: pull access denied for acme/private, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      ],
      resource: [
        'Error response from daemon: driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:80 failed: port is already allocated',
        'write /var/lib/docker/tmp/GetImageBlob12: no space left on device',
        'container 4f1a died: exitCode=137 oomKilled=true',
      ],
      worker: ['Container worker is unhealthy', 'worker exited with code 1'],
      timeout: [
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      ],
      configuration: [
        'services.web.ports contains an invalid type, it should be an array',
        'invalid reference format: repository name must be lowercase',
        'error while interpolating services.db.environment.POSTGRES_PASSWORD: required variable DB_PASSWORD is missing a value',
      ],
      'external-api': [
        'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      ],
      dependency: [
        'Error response from daemon: manifest for acme/worker:v9 not found: manifest unknown: manifest unknown',
        "Unable to find image 'worker:latest' locally",
        'OCI runtime create failed: runc create failed: unable to start container process: exec: "gunicorn": executable file not found in $PATH: unknown',
        'exec /usr/local/bin/docker-entrypoint.sh: exec format error',
      ],
    },
  },
  {
    software: 'dotnet-libs',
    source: 'Entity Framework Core, Polly, Hangfire, MassTransit, Serilog',
    errors: {
      database: [
        'Microsoft.EntityFrameworkCore.DbUpdateException: An error occurred while saving the entity changes. See the inner exception for details.',
        'Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException: The database operation was expected to affect 1 row(s), but actually affected 0 row(s)',
        "System.InvalidOperationException: The instance of entity type 'Order' cannot be tracked because another instance with the key value '{Id: 1}' is already being tracked.",
        'Npgsql.PostgresException (0x80004005): 42P01: relation "orders" does not exist',
      ],
      api: [
        'Polly.CircuitBreaker.BrokenCircuitException: The circuit is now open and is not allowing calls.',
      ],
      network: ['Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.3:5432'],
      permission: [
        'System.Security.Cryptography.CryptographicException: Access to the key container is denied, keyset does not exist',
      ],
      resource: [
        "Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout'",
      ],
      worker: ['Hangfire: Background job server stopped, job was abandoned by worker'],
      validation: [
        "Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: <. Path '', line 0, position 0.",
        'System.ComponentModel.DataAnnotations.ValidationException: The field Qty must be between 1 and 99.',
        'System.OverflowException: Value was either too large or too small for an Int32.',
      ],
      timeout: [
        'Polly.Timeout.TimeoutRejectedException: The delegate executed asynchronously through TimeoutPolicy did not complete within the timeout.',
        'MassTransit.RequestTimeoutException: Timeout waiting for response, RequestId: 7a',
      ],
      configuration: [
        "System.InvalidOperationException: Unable to resolve service for type 'Shop.IMailer' while attempting to activate 'Shop.OrderService'.",
        "Microsoft.Extensions.Options.OptionsValidationException: DataAnnotation validation failed for 'MailOptions' members: 'Host' with the error: 'The Host field is required.'",
        'System.FormatException: Could not parse the JSON file appsettings.json',
      ],
    },
  },
  {
    software: 'envoy',
    source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
    errors: {
      api: [
        'no healthy upstream',
        'upstream connect error or disconnect/reset before headers. reset reason: protocol error',
      ],
      network: [
        'upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: delayed connect error: 111',
        'TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED',
      ],
      permission: ['RBAC: access denied'],
      resource: ['upstream connect error or disconnect/reset before headers. reset reason: overflow'],
      timeout: ['upstream request timeout'],
      configuration: [
        "error initializing configuration '/etc/envoy/envoy.yaml': Protobuf message (type envoy.config.bootstrap.v3.Bootstrap reason INVALID_ARGUMENT: no such field: 'static_resource') has unknown fields",
      ],
    },
  },
  {
    software: 'filebeat-logstash-vector',
    source: 'https://www.elastic.co/docs/reference/beats/, https://vector.dev/docs/',
    errors: {
      api: [
        'Attempted to resurrect connection to dead ES instance, but got an error, bad response code 503 contacting Elasticsearch at URL',
        'retrying failed action with response code: 429',
      ],
      network: [
        'Failed to publish events: write tcp 10.0.0.2:5044: write: connection reset by peer',
        'Failed to connect to backoff(elasticsearch(http://es:9200)): Get "http://es:9200": lookup es: no such host',
      ],
      permission: [
        'Exiting: error loading config file: config file ("filebeat.yml") must be owned by the user identifier (uid=0) or root',
      ],
      resource: ['[WARN ] logstash.outputs persistent queue is full, page capacity reached'],
      worker: ['Pipeline worker error, the pipeline will be stopped'],
      validation: [
        '_grokparsefailure pattern did not match message field',
        '_jsonparsefailure Error parsing json {:source=>"message"}',
      ],
      configuration: [
        'Exiting: error loading config file: yaml: line 12: mapping values are not allowed in this context',
        'Exiting: No outputs are defined. Please define one under the output section.',
      ],
    },
  },
  {
    software: 'found',
    source:
      'lines met by searching issue threads and repositories for nothing but "error log", after all rules had been written',
    errors: {
      database: [
        "error processing request: 1 of 1 read operations failed: Service internal error: Inconsistent storage: Vector storage 'sparse-vector' is inconsistent, total_vector_count: 3401, point_offset: 3865",
        'Logical log[/apps/var/neo4j/nioneo_logical.log.1] not found',
      ],
      api: [
        'ContainerStatus for "a168cc42e01b" failed: rpc error: code = NotFound desc = an error occurred when try to find container "a168cc42e01b": not found',
        'Internal Server Error: The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.',
        '500 Server Error for HTTP GET',
        'Error from server (NotFound): secrets "rc-definitely-missing-secret" not found',
      ],
      network: [
        'Failed while upserting points. Error: status: Internal, message: "Failed to connect to http://localhost:6334/: transport error"',
      ],
      permission: [
        'Error: Cannot access RandomAccessFile java.io.FileNotFoundException: /nix/store/jd53/share/neo4j/logs/neo4j.log (Permission denied)',
        'pods "uji" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
        'Error from server (Forbidden): admission webhook "validation.gatekeeper.sh" denied the request',
        'connect() to unix:///home/eserg/c2g.cube2.ru/sock/c2g_cube2_ru.sock failed (13: Permission denied) while connecting to upstream, client: 192.168.1.1, server: c2g.cube2.ru',
      ],
      resource: [
        'Update operation failed: Service internal error: RocksDB put_cf error: IO error: No space left on device: While open a file for appending',
        'Handler for POST /v1.51/networks/create returned error: failed to allocate gateway (10.45.0.1): Address already in use',
        'pods "exceeding-pod" is forbidden: exceeded quota: app, requested: pods=1',
      ],
      worker: [
        'Worker (pid:8) was sent code 132!',
        "java.lang.ClassCastException: class Animal cannot be cast to class Cat (Animal and Cat are in unnamed module of loader 'app')",
        'java.lang.IllegalStateException: Already managing a GoogleApiClient with id 0',
        'NotImplementedError',
        "Task handler raised error: WorkerLostError('Worker exited prematurely: exitcode 155')",
      ],
      validation: [
        'Request was missing field timeSeries[0].points[0].interval.endTime: The end time of the interval is required.',
        "java.lang.IllegalArgumentException: Couldn't determine time units from unit string 'unknown'",
        'ValueError: not a valid date/time.',
        'Failed to parse command JSON',
        'CustomResourceDefinition.apiextensions.k8s.io "analysisruns.argoproj.io" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
      ],
      timeout: [
        "requests.exceptions.Timeout: HTTPConnectionPool(host='github.com', port=80): Request timed out. (timeout=0.001)",
      ],
      configuration: [
        'Config file not found: config/development',
        'failed to initialize a tracing processor "otlp": no OpenTelemetry endpoint: skip plugin',
        "Failed to build rule evaluator: failed to build query 'A': data source not found",
        "required key not provided @ data['actions'][3]['choose'][1]['sequence']. Got None",
        'FATAL: Binance API Key atau Secret Key tidak ditemukan. Set environment variable BINANCE_API_KEY dan BINANCE_SECRET_KEY.',
        'Platform automation does not generate unique IDs. ID git_sync_failure_alert already exists - ignoring automation.git_sync_failure_alert',
        'ERROR: DATABASE_URL environment variable is not set',
      ],
      dependency: [
        'PullImage "registry.k8s.io/pause:this-tag-does-not-exist" failed: rpc error: code = NotFound desc = failed to pull and unpack image',
        'java.lang.ClassNotFoundException: Cannot find class: sample.Entity',
        'java.lang.NoClassDefFoundError: org/bukkit/command/ConsoleCommandSender',
        'ImportError: attempted relative import with no known parent package',
        "ModuleNotFoundError: No module named 'fastmcp'",
        'Error: Could not find or load main class org.gradle.wrapper.GradleWrapperMain Caused by: java.lang.ClassNotFoundException: org.gradle.wrapper.GradleWrapperMain',
      ],
      unknown: [
        'Error: something went wrong, please see the ollama server logs for details',
        'Failed to load platform stats.',
        'Failed to move Joint B to start pose or stop requested.',
      ],
    },
  },
  {
    software: 'github-api',
    source: 'https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api',
    errors: {
      permission: [
        'RequestError [HttpError]: Bad credentials - https://docs.github.com/rest',
        'RequestError [HttpError]: Resource not accessible by integration',
      ],
      'external-api': [
        'HttpError: API rate limit exceeded for user ID 583231. If you reach out to GitHub Support for help, please include the request ID',
        'HttpError: You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        'RequestError [HttpError]: Not Found - https://docs.github.com/rest/repos/repos#get-a-repository',
        'RequestError [HttpError]: Validation Failed: {"resource":"PullRequest","code":"custom","message":"A pull request already exists for shop:main."}',
        'github: Unicorn! 502 Bad Gateway This page is taking too long to load.',
      ],
    },
  },
  {
    software: 'google-cloud',
    source:
      'https://cloud.google.com/apis/design/errors and https://developers.google.com/gmail/api/guides/handle-errors',
    errors: {
      permission: [
        "google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant'})",
        'google.api_core.exceptions.Forbidden: 403 worker@p.iam.gserviceaccount.com does not have storage.objects.create access to the Google Cloud Storage object.',
        'google.auth.exceptions.DefaultCredentialsError: Your default credentials were not found.',
      ],
      timeout: [
        'google.api_core.exceptions.DeadlineExceeded: 504 Deadline Exceeded',
        'google.api_core.exceptions.RetryError: Deadline of 600.0s exceeded while calling target function',
      ],
      'external-api': [
        'googleapiclient.errors.HttpError: <HttpError 403 when requesting https://gmail.googleapis.com/gmail/v1/users/me/messages/send returned "User-rate limit exceeded. Retry after 2026-01-07T12:00:00.000Z". Details: "rateLimitExceeded">',
        'google.api_core.exceptions.TooManyRequests: 429 POST https://bigquery.googleapis.com/bigquery/v2/projects/p/jobs: Exceeded rate limits: too many table update operations for this table',
        'google.api_core.exceptions.ServiceUnavailable: 503 GET https://storage.googleapis.com/storage/v1/b/backups/o: Backend Error',
        'googleapiclient.errors.HttpError: <HttpError 403 when requesting https://youtube.googleapis.com/youtube/v3/search returned "The request cannot be completed because you have exceeded your quota.">',
        'google.api_core.exceptions.InternalServerError: 500 GET https://pubsub.googleapis.com/v1/projects/p/topics: Internal error encountered.',
      ],
    },
  },
  {
    software: 'graph-vector-dbs',
    source: 'docs of Neo4j, Dgraph, Qdrant, Milvus, Weaviate',
    errors: {
      database: [
        'Neo.ClientError.Schema.ConstraintValidationFailed: Node(12) already exists with label `User` and property `mail`',
        "Neo.ClientError.Statement.SyntaxError: Invalid input 'MTCH'",
        "Neo.TransientError.Transaction.DeadlockDetected: ForsetiClient can't acquire ExclusiveLock",
        'collection not found[collection=orders]',
        "Not found: Collection `orders` doesn't exist!",
        'Wrong input: Vector dimension error: expected dim: 768, got 1536',
        'Transaction has been aborted. Please retry (dgraph)',
      ],
      network: ["neo4j.exceptions.ServiceUnavailable: Couldn't connect to localhost:7687"],
      permission: [
        'Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure.',
      ],
      resource: [
        'Neo.TransientError.General.MemoryPoolOutOfMemoryError: The allocation of an extra 2.0 MiB would use more than the limit',
      ],
    },
  },
  {
    software: 'grpc',
    source: "https://grpc.io/docs/guides/status-codes/ and each language's status printing",
    errors: {
      api: [
        'rpc error: code = Unimplemented desc = unknown method ListOrders for service shop.v1.Orders',
        'rpc error: code = Internal desc = stream terminated by RST_STREAM with error code: INTERNAL_ERROR',
        'io.grpc.StatusRuntimeException: UNIMPLEMENTED: unknown service shop.v2.Stock',
        'io.grpc.StatusRuntimeException: INTERNAL: Received unexpected EOS on DATA frame from server',
        '12 UNIMPLEMENTED: The server does not implement the method /shop.Orders/Cancel',
        'rpc error: code = FailedPrecondition desc = order is already shipped',
        '13 INTERNAL: Response message parsing error: invalid wire type 4 at offset 1',
        'rpc error: code = AlreadyExists desc = subscription already exists',
        'rpc error: code = Aborted desc = concurrent change of cart, try again',
      ],
      network: [
        'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.1.0.8:50051: connect: connection refused"',
        '14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 10.1.0.8:50051',
        'io.grpc.StatusRuntimeException: UNAVAILABLE: io exception',
      ],
      permission: [
        'rpc error: code = PermissionDenied desc = caller may not cancel this order',
        '16 UNAUTHENTICATED: Request had invalid authentication credentials.',
      ],
      validation: [
        'rpc error: code = InvalidArgument desc = quantity must be positive',
        '3 INVALID_ARGUMENT: page_token is malformed',
      ],
      timeout: [
        '4 DEADLINE_EXCEEDED: Deadline exceeded after 2.001s, waiting for response headers',
        'io.grpc.StatusRuntimeException: DEADLINE_EXCEEDED: deadline exceeded after 4.999s. Name resolution delay 0.1s.',
      ],
      unknown: ['2 UNKNOWN: Stream removed'],
    },
  },
  {
    software: 'hubspot-zendesk',
    source:
      'https://developers.hubspot.com/docs/guides/api/usage/error-handling, https://developer.zendesk.com/api-reference/introduction/rate-limits/',
    errors: {
      permission: ["HubSpot: This app hasn't been granted all required scopes to make this call."],
      'external-api': [
        'HubSpot: You have reached your ten_secondly_rolling limit. policyName: TEN_SECONDLY_ROLLING',
        'HubSpot: Contact already exists. Existing ID: 551 (409)',
        'zendesk: Number of allowed API requests per minute exceeded',
      ],
    },
  },
  {
    software: 'kotlin',
    source: 'https://kotlinlang.org/api/core/kotlin-stdlib/',
    errors: {
      worker: [
        'kotlin.UninitializedPropertyAccessException: lateinit property repository has not been initialized',
        'kotlin.KotlinNullPointerException',
        'kotlin.NoWhenBranchMatchedException',
      ],
      validation: [
        "kotlinx.serialization.MissingFieldException: Field 'sku' is required for type with serial name 'com.shop.Line', but it was missing",
        "kotlinx.serialization.json.internal.JsonDecodingException: Unexpected JSON token at offset 8: Expected quotation mark '\"', but had '1' instead",
      ],
      timeout: ['kotlinx.coroutines.TimeoutCancellationException: Timed out waiting for 5000 ms'],
    },
  },
  {
    software: 'kubernetes',
    source: 'pkg/kubelet and pkg/scheduler of Kubernetes, https://kubernetes.io/docs/tasks/debug/',
    errors: {
      network: ['Unable to connect to the server: dial tcp: lookup k8s.acme.internal: no such host'],
      permission: [
        'pods is forbidden: User "system:serviceaccount:jobs:default" cannot list resource "pods" in API group "" in the namespace "jobs"',
        'error: You must be logged in to the server (Unauthorized)',
        'Failed to pull image "acme/private:1": failed to authorize: failed to fetch anonymous token: 401 Unauthorized',
      ],
      resource: [
        'Container worker was OOMKilled, exit code 137',
        '0/5 nodes are available: 3 Insufficient cpu, 2 Insufficient memory.',
        'The node was low on resource: ephemeral-storage. Threshold quantity: 10120387530, available: 8839400Ki.',
        'pods "worker-1" is forbidden: exceeded quota: compute, requested: limits.memory=4Gi, used: limits.memory=14Gi, limited: limits.memory=16Gi',
      ],
      worker: [
        'Back-off restarting failed container worker in pod worker-7d9c_jobs(8f1c)',
        'Liveness probe failed: HTTP probe failed with statuscode: 500',
        'Job has reached the specified backoff limit',
      ],
      timeout: [
        'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition',
        'Job was active longer than specified deadline DeadlineExceeded',
        'Readiness probe failed: command "check" timed out after 1s',
      ],
      configuration: [
        'Error: configmap "worker-config" not found',
        'Error: secret "db-credentials" not found CreateContainerConfigError',
        'MountVolume.SetUp failed for volume "conf" : configmap references non-existent config key: app.yaml',
        'error: error validating "deploy.yaml": error validating data: ValidationError(Deployment.spec): unknown field "replica" in io.k8s.api.apps.v1.DeploymentSpec',
        "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
      ],
      dependency: [
        'Failed to pull image "acme/worker:v9": rpc error: code = NotFound desc = failed to pull and unpack image: not found',
        'Back-off pulling image "acme/worker:v9" ImagePullBackOff',
      ],
    },
  },
  {
    software: 'langchain-pinecone',
    source:
      'https://python.langchain.com/docs/troubleshooting/errors/, https://docs.pinecone.io/reference/api/errors',
    errors: {
      permission: ['UnauthorizedException: (401) Invalid API Key'],
      worker: ['GraphRecursionError: Recursion limit of 25 reached without hitting a stop condition.'],
      validation: [
        'langchain_core.exceptions.OutputParserException: Could not parse LLM output: `I think so`',
      ],
      configuration: [
        'Did not find openai_api_key, please add an environment variable `OPENAI_API_KEY` which contains it, or pass `openai_api_key` as a named parameter.',
      ],
      'external-api': [
        "PineconeApiException: (429) Reason: Too Many Requests, RESOURCE_EXHAUSTED: Request failed. You've reached your write unit limit for the current month",
        'PineconeApiException: (400) Vector dimension 1536 does not match the dimension of the index 768',
        'NotFoundException: (404) Resource shop-index not found at api.pinecone.io',
        'cohere.errors.TooManyRequestsError: You are using a Trial key, which is limited to 10 API calls / minute',
        'mistralai.models.SDKError: API error occurred: Status 429 Requests rate limit exceeded',
        'groq.RateLimitError: Rate limit reached for model `llama3-70b-8192` on tokens per day',
        'replicate.exceptions.ModelError: You have reached the free time limit. To continue using Replicate, set up billing',
      ],
    },
  },
  {
    software: 'linux-errno-strings',
    source: 'strerror(3) of glibc and musl',
    errors: {
      api: ['Protocol error', 'Protocol not supported'],
      network: [
        'Network is down',
        'Network dropped connection on reset',
        'Software caused connection abort',
        'Host is down',
        'Machine is not on the network',
        'Link has been severed',
        'Cannot send after transport endpoint shutdown',
      ],
      permission: [
        'Required key not available',
        'Key was rejected by service',
        'Key has expired',
        'Key has been revoked',
      ],
      resource: [
        'No child processes could be created: Cannot allocate memory',
        'File table overflow',
        'Too many links',
        'Disc quota exceeded',
        'Input/output error',
        'Device or resource busy',
        'No locks available',
        'Cannot assign requested address: address space of local ports used up',
      ],
      validation: [
        'Invalid or incomplete multibyte or wide character',
        'Bad message',
        'Value too large for defined data type',
        'Numerical result out of range',
      ],
      timeout: ['Timer expired'],
      dependency: [
        'Accessing a corrupted shared library',
        'Can not access a needed shared library',
        'Attempting to link in too many shared libraries',
      ],
    },
  },
  {
    software: 'macos-bsd',
    source: 'sys/errno.h and mach error strings of Darwin',
    errors: {
      permission: ['Operation not permitted (os error 1)'],
      resource: ['Too many open files in system'],
      unknown: ['Undefined error: 0', 'unknown error: -1', '(os/kern) failure'],
    },
  },
  {
    software: 'mypy-tsc-babel',
    source: 'https://www.typescriptlang.org/docs/, https://babeljs.io/docs/',
    errors: {
      configuration: [
        "error TS5023: Unknown compiler option 'strikt'.",
        "error TS18003: No inputs were found in config file 'tsconfig.json'.",
      ],
      dependency: [
        "error TS2307: Cannot find module './orders' or its corresponding type declarations.",
        "Error: Cannot find module '@babel/preset-env' Require stack: babel.config.js",
      ],
    },
  },
  {
    software: 'node',
    source: 'https://nodejs.org/api/errors.html',
    errors: {
      network: [
        'Error: connect ECONNREFUSED 10.0.0.7:6379 at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)',
        'Error: getaddrinfo ENOTFOUND queue.internal at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:107:26)',
        'Error: read ECONNRESET at TCP.onStreamRead (node:internal/stream_base_commons:217:20)',
        "Error: socket hang up code: 'ECONNRESET'",
        'Error: write EPIPE at WriteWrap.onWriteComplete [as oncomplete]',
        'TypeError: fetch failed [cause]: Error: getaddrinfo EAI_AGAIN api.internal',
        "Error: unable to verify the first certificate code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'",
        "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: db.internal. is not in the cert's altnames",
      ],
      permission: [
        "Error: EACCES: permission denied, open '/var/lib/app/state.json'",
        'Error: listen EACCES: permission denied 0.0.0.0:80',
        "Error: EPERM: operation not permitted, unlink '/srv/out/report.csv'",
      ],
      resource: [
        "Error: EMFILE: too many open files, open '/srv/in/4711.xml'",
        'Error: ENOSPC: no space left on device, write',
        "Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/app'",
        'Error: listen EADDRINUSE: address already in use :::3000',
        'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
        'RangeError: Array buffer allocation failed',
      ],
      worker: [
        "TypeError: Cannot read properties of undefined (reading 'length') at renderRow (/srv/app/rows.js:41:19)",
        'ReferenceError: recieveMessage is not defined',
        'TypeError: handler is not a function',
        'RangeError: Maximum call stack size exceeded',
        'TypeError: Assignment to constant variable.',
        '[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "#<Object>".] code: \'ERR_UNHANDLED_REJECTION\'',
        'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal: 3 !== 4',
      ],
      validation: [
        'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON at JSON.parse (<anonymous>)',
        'SyntaxError: Unexpected end of JSON input',
        "TypeError [ERR_INVALID_URL]: Invalid URL input: 'htp//queue'",
        'URIError: URI malformed at decodeURIComponent (<anonymous>)',
        'TypeError [ERR_ENCODING_INVALID_ENCODED_DATA]: The encoded data was not valid for encoding utf-8',
      ],
      timeout: [
        'Error: connect ETIMEDOUT 10.1.0.4:443',
        'TimeoutError: The operation was aborted due to timeout',
        "HeadersTimeoutError: Headers Timeout Error code: 'UND_ERR_HEADERS_TIMEOUT'",
      ],
      configuration: [
        'node: bad option: --max-old-spce-size=2048',
        "Error: ENOENT: no such file or directory, open '/etc/app/config.json'",
      ],
      dependency: [
        "Error: Cannot find module 'amqplib' Require stack: - /srv/app/worker.js",
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pino' imported from /srv/app/log.js",
        'Error [ERR_REQUIRE_ESM]: require() of ES Module /srv/app/node_modules/got/index.js not supported.',
        "Error: The module '/srv/app/node_modules/bcrypt/lib/binding/bcrypt.node' was compiled against a different Node.js version using NODE_MODULE_VERSION 93. This version of Node.js requires NODE_MODULE_VERSION 115.",
        'Error: spawn ffmpeg ENOENT',
      ],
      unknown: ['Error at Object.<anonymous> (/srv/app/index.js:3:7)', 'Error: [object Object]', 'undefined'],
    },
  },
  {
    software: 'node-libs',
    source: 'csv-parse, xml2js, moment, sharp, date-fns and luxon',
    errors: {
      worker: [
        'Error: Callback was already called.',
        'Error [ERR_STREAM_WRITE_AFTER_END]: write after end',
        'Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client',
        'TypeError: Converting circular structure to JSON',
        "TypeError: Class constructor Worker cannot be invoked without 'new'",
        'TypeError: Cannot convert undefined or null to object',
        'MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 error listeners added to [Socket]',
      ],
      validation: [
        'CSV_RECORD_INCONSISTENT_COLUMNS: Invalid Record Length: expect 7, got 6 on line 14',
        'Error: Non-whitespace before first tag. Line: 0 Column: 1 Char: {',
        'Error: Input buffer contains unsupported image format',
        'RangeError: Invalid time value',
        'Error: Invalid DateTime: unparsable',
        'YAMLException: bad indentation of a mapping entry (3:5)',
        'Error: Unable to deserialize data, unknown tag 0x7f',
        'MulterError: File too large',
        'Error: Missing initial boundary, multipart: unexpected end of form',
        'TypeError: Do not know how to serialize a BigInt',
      ],
    },
  },
  {
    software: 'paypal',
    source: 'https://developer.paypal.com/api/rest/responses/',
    errors: {
      permission: [
        'PayPal: AUTHENTICATION_FAILURE Authentication failed due to invalid authentication credentials or a missing Authorization header.',
      ],
      'external-api': [
        "PayPal: UNPROCESSABLE_ENTITY INSTRUMENT_DECLINED The instrument presented was either declined by the processor or bank, or it can't be used for this payment.",
        'PayPal: RATE_LIMIT_REACHED Too many requests. Blocked due to rate limiting.',
        'PayPal: INTERNAL_SERVICE_ERROR An internal service error has occurred. debug_id 90957fca61718',
      ],
    },
  },
  {
    software: 'perl',
    source: 'https://perldoc.perl.org/perldiag',
    errors: {
      resource: ['Out of memory!'],
      worker: [
        'Can\'t call method "send" on an undefined value at /opt/mail/send.pl line 44.',
        'Illegal division by zero at report.pl line 9.',
        'Not a HASH reference at lib/Shop.pm line 120.',
      ],
      validation: [
        'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 (before "<html>")',
      ],
      dependency: [
        "Can't locate DBD/mysql.pm in @INC (you may need to install the DBD::mysql module) (@INC contains: /etc/perl)",
      ],
    },
  },
  {
    software: 'pgbouncer-proxysql',
    source: 'https://www.pgbouncer.org/, https://proxysql.com/documentation/',
    errors: {
      network: ['closing because: server conn crashed?'],
      permission: ['FATAL: no such user: reporting', 'FATAL: SASL authentication failed'],
      resource: [
        'FATAL: no more connections allowed (max_client_conn)',
        'ERROR: query_wait_timeout: no server connection available in pool',
      ],
      timeout: ['Max connect timeout reached while reaching hostgroup 10 after 10000ms'],
      configuration: ['unrecognized pool_mode in section databases'],
    },
  },
  {
    software: 'php',
    source: 'https://www.php.net/manual/en/language.errors.php7.php',
    errors: {
      network: [
        'PHP Warning:  fsockopen(): Unable to connect to smtp.internal:25 (Connection refused)',
        'PHP Warning:  file_get_contents(): php_network_getaddresses: getaddrinfo failed: Name or service not known',
      ],
      permission: [
        'PHP Warning:  file_put_contents(/var/www/cache/x.php): Failed to open stream: Permission denied',
      ],
      resource: [
        'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
      ],
      worker: [
        'PHP Fatal error:  Uncaught Error: Call to a member function getName() on null in /var/www/html/src/User.php:77',
        'PHP Fatal error:  Uncaught TypeError: strlen(): Argument #1 ($string) must be of type string, array given',
        'PHP Warning:  Undefined array key "id" in /var/www/html/cart.php on line 12',
        'PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero',
        'PHP Parse error:  syntax error, unexpected token "}", expecting ";" in /var/www/html/index.php on line 40',
      ],
      validation: [
        'JsonException: Syntax error, malformed UTF-8 characters, possibly incorrectly encoded',
        "DOMDocument::loadXML(): Start tag expected, '<' not found in Entity, line: 1",
      ],
      timeout: [
        'PHP Fatal error:  Maximum execution time of 30 seconds exceeded in /var/www/html/export.php on line 9',
      ],
      configuration: ["PHP:  syntax error, unexpected '=' in /etc/php/8.2/fpm/php.ini on line 312"],
      dependency: [
        'PHP Fatal error:  Uncaught Error: Class "Predis\\\\Client" not found',
        'PHP Fatal error:  Uncaught PDOException: could not find driver',
        "PHP Warning:  PHP Startup: Unable to load dynamic library 'imagick' (tried: /usr/lib/php/20220829/imagick (cannot open shared object file))",
      ],
    },
  },
  {
    software: 'php-libs',
    source: 'Symfony, Doctrine, Twig, Monolog, Predis',
    errors: {
      database: [
        "Doctrine\\ORM\\EntityNotFoundException: Entity of type 'App\\Entity\\Order' for IDs id(4) was not found",
        'Doctrine\\ORM\\OptimisticLockException: The optimistic lock on an entity failed.',
        'The EntityManager is closed.',
      ],
      api: [
        'Symfony\\Component\\HttpClient\\Exception\\ServerException: HTTP/1.1 500 Internal Server Error returned for "http://stock/items".',
      ],
      network: ['Predis\\Connection\\ConnectionException: Connection refused [tcp://127.0.0.1:6379]'],
      permission: [
        'UnexpectedValueException: The stream or file "/var/www/storage/logs/laravel.log" could not be opened in append mode: Failed to open stream: Permission denied',
      ],
      worker: ['Twig\\Error\\RuntimeError: Variable "total" does not exist.'],
      validation: [
        'Symfony\\Component\\Serializer\\Exception\\NotNormalizableValueException: The type of the "qty" attribute must be one of "int" ("string" given).',
      ],
      configuration: [
        'Symfony\\Component\\DependencyInjection\\Exception\\ServiceNotFoundException: You have requested a non-existent service "mailer.foo".',
        'Symfony\\Component\\Config\\Definition\\Exception\\InvalidConfigurationException: Unrecognized option "hots" under "framework.session"',
        'Environment variable not found: "MAILER_DSN".',
      ],
    },
  },
  {
    software: 'pip',
    source: 'https://pip.pypa.io/en/stable/topics/dependency-resolution/',
    errors: {
      network: [
        "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'",
      ],
      permission: [
        "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/usr/local/lib/python3.11/site-packages/six.py'",
      ],
      resource: ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'],
      dependency: [
        'ERROR: Could not find a version that satisfies the requirement tensorflow==1.15 (from versions: 2.16.1)',
        'ERROR: No matching distribution found for tensorflow==1.15',
        'ERROR: Cannot install -r requirements.txt (line 1) and boto3==1.9 because these package versions have conflicting dependencies.',
        "ERROR: Package 'networkx' requires a different Python: 3.8.10 not in '>=3.9'",
        'error: subprocess-exited-with-error: Failed building wheel for psycopg2: pg_config executable not found.',
        "pkg_resources.DistributionNotFound: The 'MarkupSafe>=2.0' distribution was not found and is required by Jinja2",
        "pkg_resources.VersionConflict: (six 1.9.0 (/usr/lib/python3/dist-packages), Requirement.parse('six>=1.10'))",
        'THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      ],
    },
  },
  {
    software: 'playwright-selenium-cypress',
    source:
      'https://playwright.dev/, https://www.selenium.dev/documentation/webdriver/troubleshooting/errors/',
    errors: {
      network: [
        'cy.visit() failed trying to load: We attempted to make an http request to this URL but the request failed without a response. connect ECONNREFUSED',
      ],
      worker: [
        'selenium.common.exceptions.WebDriverException: Message: unknown error: session deleted because of page crash',
      ],
      timeout: [
        "Timeout 30000ms exceeded. Call log: - waiting for locator('#pay')",
        'selenium.common.exceptions.TimeoutException: Message: timeout: Timed out receiving message from renderer',
      ],
      dependency: [
        "Executable doesn't exist at /root/.cache/ms-playwright/chromium-1097/chrome-linux/chrome Please run: npx playwright install",
        'selenium.common.exceptions.SessionNotCreatedException: Message: session not created: This version of ChromeDriver only supports Chrome version 114',
        'selenium.common.exceptions.NoSuchDriverException: Message: Unable to obtain driver for chrome',
      ],
    },
  },
  {
    software: 'pm2-supervisor',
    source: 'docs of PM2, http://supervisord.org/logging.html',
    errors: {
      permission: ["spawnerr: command at '/opt/worker/run' is not executable"],
      resource: [
        '[PM2] App worker will restart because it exceeds --max-memory-restart value (current_memory=1181745152 max_memory_limit=1073741824 [octets])',
      ],
      worker: [
        '[PM2] Script /srv/app/worker.js had too many unstable restarts (16). Stopped. "errored"',
        'gave up: worker entered FATAL state, too many start retries too quickly',
        'exited: worker (exit status 1; not expected)',
        'exited: worker (terminated by SIGSEGV (core dumped); not expected)',
      ],
      configuration: [
        "Error: The directory named as part of the path /var/log/worker/out.log does not exist in section 'program:worker' (file: '/etc/supervisord.conf')",
      ],
      dependency: ["spawnerr: can't find command '/usr/local/bin/workerd'"],
    },
  },
  {
    software: 'podman-containerd-runc',
    source: 'https://docs.podman.io/, https://github.com/containerd/containerd errors',
    errors: {
      permission: [
        'Error: potentially insufficient UIDs or GIDs available in user namespace: lchown /etc/gshadow: invalid argument',
        "Error: rootlessport cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80'",
      ],
      resource: [
        'runc create failed: unable to start container process: error during container init: write memory.max: device or resource busy',
        'OCI runtime error: container_linux.go: fork/exec: resource temporarily unavailable',
      ],
      worker: ['ERRO[0000] container exited with status 2 unexpectedly'],
      configuration: [
        'Error: statfs /srv/data: no such file or directory',
        "unknown shorthand flag: 'x' in -x",
      ],
      dependency: [
        'Error: short-name "worker" did not resolve to an alias and no unqualified-search registries are defined',
        'failed to resolve reference "registry.acme.io/worker:v9": registry.acme.io/worker:v9: not found',
        'container_linux.go:380: starting container process caused: exec: "python3": executable file not found in $PATH',
      ],
    },
  },
  {
    software: 'poetry-conda-nuget-luarocks',
    source:
      'https://python-poetry.org/docs/, https://docs.conda.io/, https://learn.microsoft.com/en-us/nuget/reference/errors-and-warnings/',
    errors: {
      network: [
        'CondaHTTPError: HTTP 000 CONNECTION FAILED for url <https://conda.anaconda.org/conda-forge/linux-64/repodata.json>',
      ],
      dependency: [
        "Because shop depends on django (^9.0) which doesn't match any versions, version solving failed.",
        'pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
        "The current project's supported Python range (>=3.8) is not compatible with some of the required packages",
        'PackagesNotFoundError: The following packages are not available from current channels: - torchh',
        'UnsatisfiableError: The following specifications were found to be incompatible with each other',
        'LibMambaUnsatisfiableError: Encountered problems while solving',
        'error NU1101: Unable to find package Shop.Core. No packages exist with this id in source(s): nuget.org',
        'error NU1605: Detected package downgrade: Newtonsoft.Json from 13.0.3 to 12.0.1',
        'Error: No results matching query were found for Lua 5.4.',
      ],
    },
  },
  {
    software: 'postfix',
    source: 'https://www.postfix.org/postconf.5.html and src/smtp of Postfix',
    errors: {
      network: [
        'connect to mx.example.org[192.0.2.25]:25: Connection refused',
        'warning: SASL authentication: lost connection with mail.example.org[192.0.2.25] while receiving the initial server greeting',
        'Host or domain name not found. Name service error for name=mx.example.org type=AAAA: Host not found',
      ],
      permission: [
        'NOQUEUE: reject: RCPT from unknown[198.51.100.9]: 454 4.7.1 <x@example.net>: Relay access denied',
        'warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6',
      ],
      resource: ['fatal: not enough free space in mail queue: 12582912 bytes < 1.5*message size limit'],
      worker: ['warning: process /usr/lib/postfix/sbin/smtpd pid 2113 killed by signal 11'],
      validation: [
        'message size 31457280 exceeds size limit 10240000 of server',
        'reject: RCPT from mail[192.0.2.9]: 501 5.1.7 <@@>: Bad sender address syntax',
      ],
      timeout: [
        'connect to mx.example.org[192.0.2.25]:25: Connection timed out',
        'conversation with mx.example.org[192.0.2.25] timed out while sending message body',
      ],
      configuration: [
        'fatal: bad numeric configuration: message_size_limit = 10M B',
        'fatal: open /etc/postfix/main.cf: No such file or directory',
      ],
    },
  },
  {
    software: 'puppet-chef-salt',
    source: 'https://www.puppet.com/docs/, https://docs.chef.io/errors/, https://docs.saltproject.io/',
    errors: {
      network: ['Minion did not return. [Not connected]'],
      permission: [
        "Error: Could not request certificate: The certificate retrieved from the master does not match the agent's private key",
        'ERROR: 401 "Unauthorized" Failed to authenticate to https://chef.internal as web1 with key /etc/chef/client.pem',
        "Error executing action `create` on resource 'file[/etc/x]' Errno::EACCES: Permission denied",
      ],
      configuration: [
        "Error: Could not retrieve catalog from remote server: Error 500 on SERVER: Server Error: Evaluation Error: Error while evaluating a Resource Statement, Unknown resource type: 'ngnix'",
        'Could not find declared class nginx',
        "Rendering SLS 'base:web' failed: Jinja variable 'port' is undefined",
        "No matching sls found for 'nginxx' in env 'base'",
      ],
      dependency: [
        "Chef::Exceptions::CookbookNotFound: Cookbook nginx not found. If you're loading nginx from another cookbook, make sure you configure the dependency in your metadata",
      ],
    },
  },
  {
    software: 'python-libs',
    source: 'pandas, numpy, lxml, PIL, phonenumbers and dateutil',
    errors: {
      worker: [
        'KeyError: "[\'totl\'] not in index"',
        'ValueError: operands could not be broadcast together with shapes (3,) (4,)',
        'pandas.errors.InvalidIndexError: Reindexing only valid with uniquely valued Index objects',
        'numpy.linalg.LinAlgError: Singular matrix',
      ],
      validation: [
        'pandas.errors.ParserError: Error tokenizing data. C error: Expected 5 fields in line 81, saw 7',
        'pandas.errors.EmptyDataError: No columns to parse from file',
        'dateutil.parser._parser.ParserError: Unknown string format: 2026-1x-01',
        "PIL.UnidentifiedImageError: cannot identify image file '/in/7.png'",
        'OSError: image file is truncated (12 bytes not processed)',
        'zipfile.BadZipFile: File is not a zip file',
        'phonenumbers.phonenumberutil.NumberParseException: (1) The string supplied did not seem to be a phone number.',
        'email_validator.exceptions_types.EmailSyntaxError: An email address must have an @-sign.',
        "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]",
        "tomllib.TOMLDecodeError: Expected '=' after a key in a key/value pair (at line 3, column 6)",
        'uuid: badly formed hexadecimal UUID string',
        "ipaddress.AddressValueError: Octet 300 (> 255) not permitted in '10.0.0.300'",
        'struct.error: unpack requires a buffer of 8 bytes',
        "pickle.UnpicklingError: invalid load key, '<'.",
        'EOFError: Compressed file ended before the end-of-stream marker was reached',
        'zlib.error: Error -3 while decompressing data: incorrect header check',
      ],
    },
  },
  {
    software: 'rabbitmq',
    source: 'deps/rabbit/src of RabbitMQ, https://www.rabbitmq.com/docs/channels and /amqp-0-9-1-reference',
    errors: {
      api: [
        'UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead',
        "COMMAND_INVALID - unknown exchange type 'x-delayed-message'",
      ],
      network: [
        "closing AMQP connection <0.1002.0> (10.0.0.4:51240 -> 10.0.0.2:5672, vhost: '/', user: 'app'): client unexpectedly closed TCP connection",
        "Mnesia('rabbit@mq1'): ** ERROR ** mnesia_event got {inconsistent_database, running_partitioned_network, 'rabbit@mq2'}",
        "Error: unable to connect to node 'rabbit@mq1': nodedown",
      ],
      permission: [
        "PLAIN login refused: user 'worker' - invalid credentials",
        "ACCESS_REFUSED - access to queue 'audit' in vhost '/' refused for user 'guest'",
        "HTTP access denied: user 'guest' - User can only log in via localhost",
      ],
      resource: [
        "memory resource limit alarm set on node 'rabbit@mq1'. *** Publishers will be blocked until this alarm clears ***",
        "disk resource limit alarm set on node 'rabbit@mq1'. Free bytes: 48128000. Limit: 50000000",
        "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'leader' in vhost '/'",
      ],
      worker: ['** Generic server rabbit_disk_monitor terminating ** Reason for termination == badarith'],
      validation: [
        'PRECONDITION_FAILED - message size 201334112 is larger than configured max size 134217728',
      ],
      timeout: [
        'operation none caused a channel exception precondition_failed: delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms',
      ],
      configuration: [
        "Channel closed by server: 404 (NOT-FOUND) with message \"NOT_FOUND - no queue 'mail.out' in vhost '/'\"",
        "operation queue.declare caused a channel exception precondition_failed: inequivalent arg 'durable' for queue 'jobs' in vhost '/': received 'false' but current is 'true'",
        "operation exchange.declare caused a channel exception not_found: no exchange 'events' in vhost 'prod'",
        "Error: unable to perform an operation on node 'rabbit@mq1'. vhost 'staging' does not exist",
      ],
    },
  },
  {
    software: 'redis',
    source:
      'src/server.c and src/config.c of Redis, https://redis.io/docs/latest/develop/reference/protocol-spec/',
    errors: {
      database: [
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails",
        "READONLY You can't write against a read only replica.",
        'WRONGTYPE Operation against a key holding the wrong kind of value',
        'LOADING Redis is loading the dataset in memory',
        'CLUSTERDOWN Hash slot not served',
        'EXECABORT Transaction discarded because of previous errors.',
        "CROSSSLOT Keys in request don't hash to the same slot",
        'NOREPLICAS Not enough good replicas to write.',
        'Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix',
      ],
      network: ['Error condition on socket for SYNC: Connection refused'],
      permission: [
        'NOAUTH Authentication required.',
        'WRONGPASS invalid username-password pair or user is disabled.',
        "NOPERM User worker has no permissions to run the 'flushall' command",
      ],
      resource: [
        "OOM command not allowed when used memory > 'maxmemory'.",
        'ERR max number of clients reached',
        "Can't save in background: fork: Cannot allocate memory",
        'Write error saving DB on disk: No space left on device',
        'Warning: Could not create server TCP listening socket *:6379: bind: Address already in use',
      ],
      worker: [
        '=== REDIS BUG REPORT START: Cut & paste starting from here === Redis 7.2.4 crashed by signal: 11, si_code: 1',
      ],
      timeout: ['MASTER timeout: no data nor PING received...'],
      configuration: [
        "*** FATAL CONFIG FILE ERROR (Redis 7.2.4) *** Reading the configuration file, at line 12 >>> 'maxmemroy 2gb' Bad directive or wrong number of arguments",
      ],
    },
  },
  {
    software: 'requests-httpx',
    source:
      'https://requests.readthedocs.io/en/latest/_modules/requests/exceptions/, https://www.python-httpx.org/exceptions/',
    errors: {
      api: [
        'requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: http://orders.internal/v1/orders',
        'requests.exceptions.HTTPError: 404 Client Error: Not Found for url: http://stock.internal/items/77',
        'requests.exceptions.HTTPError: 502 Server Error: Bad Gateway for url: http://gateway.internal/v1/pay',
        "httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'http://search.internal/q'",
        'requests.exceptions.HTTPError: 409 Client Error: Conflict for url: http://orders.internal/v1/orders/12',
      ],
      network: [
        "requests.exceptions.ConnectionError: HTTPConnectionPool(host='orders.internal', port=80): Max retries exceeded with url: / (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
        "requests.exceptions.SSLError: HTTPSConnectionPool(host='orders.internal', port=443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, 'self signed certificate')))",
        "requests.exceptions.ChunkedEncodingError: ('Connection broken: IncompleteRead(0 bytes read)', IncompleteRead(0 bytes read))",
      ],
      permission: [
        'requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: http://orders.internal/v1/orders',
        "httpx.HTTPStatusError: Client error '403 Forbidden' for url 'http://files.internal/secret'",
      ],
      validation: [
        "requests.exceptions.MissingSchema: Invalid URL 'orders.internal/v1': No scheme supplied.",
        'requests.exceptions.HTTPError: 422 Client Error: Unprocessable Entity for url: http://orders.internal/v1/orders',
      ],
      timeout: [
        "requests.exceptions.ReadTimeout: HTTPConnectionPool(host='orders.internal', port=80): Read timed out. (read timeout=5)",
        'httpx.ConnectTimeout: timed out',
        'httpx.PoolTimeout',
      ],
    },
  },
  {
    software: 'rsync-tar',
    source: 'https://download.samba.org/pub/rsync/rsync.1',
    errors: {
      network: ['rsync: connection unexpectedly closed (0 bytes received so far) [sender]'],
      permission: ['rsync: [sender] opendir "/root" failed: Permission denied (13)'],
      resource: ['rsync: [receiver] write failed on "/backup/db.dump": No space left on device (28)'],
      validation: [
        'gzip: stdin: unexpected end of file tar: Unexpected EOF in archive',
        'gzip: stdin: not in gzip format',
      ],
      timeout: ['rsync error: timeout in data send/receive (code 30) at io.c(197)'],
      dependency: ['rsync: command not found'],
    },
  },
  {
    software: 'rsyslog-fluentd',
    source: 'https://www.rsyslog.com/doc/, https://docs.fluentd.org/',
    errors: {
      network: [
        'omfwd: remote server at 10.0.0.9:514 seems to have closed connection',
        'cannot connect to 10.0.0.9:514: Connection refused',
      ],
      resource: ['failed to write data into buffer by buffer overflow action=:throw_exception'],
      validation: [
        'pattern not matched: "2026-01-07 oops"',
        'dump an error event: error_class=ArgumentError error="message does not include \'key\' field" invalid record',
      ],
      timeout: ['Timeout flush: elasticsearch_bulk:default'],
      configuration: [
        "error during parsing file /etc/rsyslog.conf, on or before line 44: invalid character '}' in object definition",
        'config error file="/etc/fluent/fluent.conf" error_class=Fluent::ConfigError error="Unknown output plugin \'elasticsearh\'. Run \'gem search -rd fluent-plugin\' to find plugins"',
      ],
    },
  },
  {
    software: 'ruby-libs',
    source: 'nokogiri, dry-rb, sequel, mongoid, puma and zeitwerk',
    errors: {
      database: [
        'Sequel::UniqueConstraintViolation: PG::UniqueViolation',
        'Sequel::DatabaseError: SQLite3::SQLException: no such column: totl',
        'Mongoid::Errors::DocumentNotFound: Document(s) not found for class Order with id(s) 64f1.',
      ],
      resource: [
        'Sequel::PoolTimeout: timeout: 5.0, elapsed: 5.002',
        'Puma caught this error: Too many open files - accept(2)',
      ],
      worker: [
        "Zeitwerk::NameError: expected file app/models/order_line.rb to define constant OrderLine, but didn't",
        'fatal: No live threads left. Deadlock?',
        'ThreadError: deadlock; recursive locking',
        'FiberError: dead fiber called',
        'LocalJumpError: no block given (yield)',
      ],
      validation: [
        'Nokogiri::XML::SyntaxError: Premature end of data in tag order line 1',
        'Dry::Struct::Error: [Order.new] :qty is missing in Hash input',
        'Psych::SyntaxError: did not find expected node content while parsing a flow node',
      ],
      configuration: [
        'Could not load database configuration. No such file - ["config/database.yml"]',
        'Missing encryption key to decrypt file with. Ask your team for your master key and write it to config/master.key',
      ],
    },
  },
  {
    software: 'rust',
    source: 'https://doc.rust-lang.org/std/io/enum.ErrorKind.html',
    errors: {
      network: [
        'Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }',
        'failed to lookup address information: Name or service not known',
      ],
      permission: ['Os { code: 13, kind: PermissionDenied, message: "Permission denied" }'],
      resource: [
        'Custom { kind: StorageFull, error: "No space left on device (os error 28)" }',
        'memory allocation of 17179869184 bytes failed',
      ],
      worker: [
        "thread 'main' panicked at src/main.rs:12:37: called `Option::unwrap()` on a `None` value",
        "thread 'tokio-runtime-worker' panicked at src/job.rs:88:9: index out of bounds: the len is 3 but the index is 3",
        "thread 'main' panicked at src/sum.rs:4:5: attempt to subtract with overflow",
        "thread 'main' has overflowed its stack fatal runtime error: stack overflow",
        'already borrowed: BorrowMutError',
      ],
      validation: [
        'invalid digit found in string: ParseIntError { kind: InvalidDigit }',
        'Error("missing field `id`", line: 1, column: 17)',
        'stream did not contain valid UTF-8',
      ],
      timeout: ['Elapsed(()): deadline has elapsed'],
      configuration: ['environment variable not found: NotPresent'],
    },
  },
  {
    software: 'sdk-clients',
    source:
      'messages for the unforeseen in the JavaScript, Dart and Swift client libraries of several products',
    errors: {
      unknown: [
        'Error: Unknown error',
        'UnknownError: An unknown error has occurred',
        'Exception: Unhandled error',
        'PlatformException(error, An error occurred, null, null)',
        "The operation couldn't be completed. (NSCocoaErrorDomain error -1.)",
        '{"error":"unknown_error"}',
        'Error: error',
        'e: null',
      ],
    },
  },
  {
    software: 'slack-api',
    source: 'https://api.slack.com/methods and https://api.slack.com/messaging/webhooks',
    errors: {
      permission: [
        "slack_sdk.errors.SlackApiError: The server responded with: {'ok': False, 'error': 'invalid_auth'}",
        "slack_sdk.errors.SlackApiError: The server responded with: {'ok': False, 'error': 'missing_scope', 'needed': 'chat:write'}",
        "slack_sdk.errors.SlackApiError: The server responded with: {'ok': False, 'error': 'token_revoked'}",
      ],
      'external-api': [
        "slack_sdk.errors.SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage) The server responded with: {'ok': False, 'error': 'ratelimited'}",
        "slack_sdk.errors.SlackApiError: The server responded with: {'ok': False, 'error': 'channel_not_found'}",
        'Slack webhook: no_service - the webhook is disabled, removed, or invalid',
      ],
    },
  },
  {
    software: 'sql-dialects',
    source: 'docs of Snowflake, BigQuery, Redshift, DB2, Teradata and Vertica',
    errors: {
      database: [
        "SQL compilation error: Object 'ORDRS' does not exist or not authorized.",
        "SQL compilation error: error line 1 at position 7 invalid identifier 'TOTL'",
        'Unrecognized name: totl at [1:8]',
        'SQLCODE=-204, SQLSTATE=42704, SHOP.ORDRS is an undefined name',
        'SQLCODE=-803, SQLSTATE=23505: duplicate values for the primary key',
        'SQLCODE=-911, SQLSTATE=40001: rolled back because of a deadlock or timeout, reason code 2',
        'ERROR: 1023 DETAIL: Serializable isolation violation on table - 1017',
        "[Teradata Database] [3807] Object 'shop.ordrs' does not exist.",
      ],
      permission: ["SQL access control error: Insufficient privileges to operate on schema 'PUBLIC'"],
      resource: [
        'Resources exceeded during query execution: The query could not be executed in the allotted memory.',
      ],
      timeout: ['Statement reached its statement or warehouse timeout of 600 second(s) and was canceled.'],
    },
  },
  {
    software: 'stripe-more',
    source: 'https://docs.stripe.com/error-codes',
    errors: {
      permission: [
        'stripe: api_key_expired: Expired API Key provided',
        'stripe: platform_api_key_expired: the API key provided by your Connect platform has expired',
        'stripe: secret_key_required: This API call cannot be made with a publishable API key.',
      ],
      'external-api': [
        'stripe: amount_too_small: Amount must be at least $0.50 usd',
        'stripe: expired_card: Your card has expired.',
        "stripe: incorrect_cvc: Your card's security code is incorrect.",
        "stripe: resource_missing: No such payment_intent: 'pi_3x'",
        'stripe: charge_already_refunded: Charge ch_3 has already been refunded.',
        'stripe: idempotency_key_in_use: There is currently another in-progress request using this Idempotent Key',
        'stripe: lock_timeout: This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
        'stripe: processing_error: An error occurred while processing your card. Try again in a little bit.',
        'stripe: country_unsupported: The country of the account is not supported',
        'stripe: balance_insufficient: Insufficient funds in Stripe account.',
      ],
    },
  },
  {
    software: 'sudo-pam',
    source: 'https://www.sudo.ws/docs/man/sudoers.man/ and pam_unix(8)',
    errors: {
      permission: [
        'deploy is not in the sudoers file. This incident will be reported.',
        'sudo: a password is required',
        'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7 user=root',
        'sudo: 3 incorrect password attempts',
        'su: Authentication failure',
        'Account locked due to 6 failed logins',
      ],
      configuration: ['sudo: parse error in /etc/sudoers near line 31'],
      dependency: [
        'PAM unable to dlopen(pam_ldap.so): /lib/security/pam_ldap.so: cannot open shared object file: No such file or directory',
      ],
    },
  },
  {
    software: 'supervisors-more',
    source: 'forever, foreman, s6, runit, monit, circus and upstart',
    errors: {
      permission: ['runsv worker: fatal: unable to start ./run: access denied'],
      resource: [
        "'host' mem usage of 95.4% matches resource limit [mem usage > 90%]",
        "'rootfs' space usage 97.1% matches resource limit [space usage > 90%]",
      ],
      worker: [
        'error: Forever detected script exited with code: 8',
        'worker.1 | exited with code 1 system | sending SIGTERM to all processes',
        "'worker' process is not running",
        "'worker' service restarted 5 times within 5 cycles(s) - unmonitor",
        'init: worker main process ended, respawning',
        'init: worker respawning too fast, stopped',
        'worker: fatal: process died with status 111',
      ],
      timeout: [
        "'worker' failed, cannot open a connection to INET[127.0.0.1:8080] within 5 seconds, timed out",
      ],
      dependency: [
        'runsv worker: fatal: unable to start ./run: file does not exist',
        's6-supervise worker: unable to exec ./run: command not found',
      ],
    },
  },
  {
    software: 'systemd',
    source:
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html and src/core of systemd',
    errors: {
      permission: [
        'mailer.service: Failed to execute /opt/mailer/run: Permission denied',
        "mailer.service: Can't open PID file '/run/mailer.pid' (yet?) after start: Operation not permitted",
      ],
      resource: [
        'mailer.service: A process of this unit has been killed by the OOM killer.',
        "mailer.service: Failed with result 'oom-kill'.",
      ],
      worker: [
        'mailer.service: Main process exited, code=exited, status=1/FAILURE',
        'mailer.service: Start request repeated too quickly.',
        "mailer.service: Failed with result 'core-dump'.",
        'mailer.service: Main process exited, code=dumped, status=6/ABRT',
        'mailer.service: Watchdog timeout (limit 30s)!',
      ],
      timeout: [
        'mailer.service: start operation timed out. Terminating.',
        "mailer.service: State 'stop-sigterm' timed out. Killing.",
      ],
      configuration: [
        'mailer.service: Failed to load environment files: No such file or directory',
        "/etc/systemd/system/mailer.service:9: Unknown key name 'Restarts' in section 'Service', ignoring.",
        'mailer.service: Failed at step CHDIR spawning /usr/bin/mailer: No such file or directory',
        'mailer.service: Failed to determine user credentials: No such process',
        'Failed to start mailer.service: Unit mailer.service has a bad unit file setting.',
        'mailer.service: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
      ],
      dependency: [
        'Dependency failed for Mail queue worker.',
        "mailer.service: Job mailer.service/start failed with result 'dependency'.",
        'mailer.service: Failed to execute command: Exec format error',
      ],
    },
  },
  {
    software: 'temporal-quartz',
    source: 'https://docs.temporal.io/references/failures, Quartz',
    errors: {
      database: ["org.quartz.JobPersistenceException: Couldn't acquire next trigger"],
      api: ['temporal: workflow execution already started'],
      worker: [
        'temporal: potential deadlock detected: workflow goroutine "root" didn\'t yield for over a second',
        'temporal: nondeterministic workflow: history event is ActivityTaskScheduled, replay command is StartTimer',
      ],
      timeout: ['temporal: activity StartToClose timeout', 'temporal: activity Heartbeat timeout'],
      configuration: ['temporal: Namespace shop is not found.'],
    },
  },
  {
    software: 'tls-more',
    source: "certbot, mkcert, step-ca, stunnel, Java's keytool",
    errors: {
      network: [
        'SSL_accept: Peer suddenly disconnected',
        'SSL alert number 42 bad certificate',
        'x509: certificate is valid for a.internal, not b.internal',
        'x509: certificate relies on legacy Common Name field, use SANs instead',
        'tls: first record does not look like a TLS handshake',
        'remote error: tls: internal error',
        'remote error: tls: unknown certificate authority',
        'EPROTO write EPROTO: wrong version number: tls_validate_record_header',
        'self-signed certificate in certificate chain',
        'certificate is not yet valid',
        'Received fatal alert: handshake_failure',
      ],
      configuration: [
        'keystore was tampered with, or password was incorrect; settings of server.ssl.key-store-password',
        'error reading X.509 key or certificate file /etc/stunnel/key.pem: Error while reading file.',
        'private key does not match the certificate /etc/nginx/ssl/shop.key',
      ],
    },
  },
  {
    software: 'twilio',
    source: 'https://www.twilio.com/docs/api/errors',
    errors: {
      permission: ['TwilioRestException: HTTP 401 error: Unable to fetch record: Authenticate (20003)'],
      'external-api': [
        "TwilioRestException: HTTP 400 error: Unable to create record: The 'To' number +1500555 is not a valid phone number. (21211)",
        'TwilioRestException: HTTP 429 error: Too Many Requests (20429)',
        "TwilioRestException: HTTP 400 error: Permission to send an SMS has not been enabled for the region indicated by the 'To' number (21408)",
        'Twilio: 30003 Unreachable destination handset, message undelivered',
      ],
    },
  },
  {
    software: 'vague',
    source:
      'kept from several programs: musl and macOS perror(3), HRESULT E_FAIL, Ansible, Jenkins, Make, jQuery, GIMP, VLC and others',
    errors: {
      unknown: [
        'An error occurred.',
        'An unknown error occurred.',
        'Something went wrong. Please try again.',
        'Unexpected error.',
        'Oops, something went wrong!',
        'Fatal error, exiting.',
        'Error: failed',
        'operation failed',
        'Error 1',
        'job failed',
      ],
    },
  },
  {
    software: 'validators',
    source:
      'https://zod.dev/, https://docs.pydantic.dev/latest/errors/, https://ajv.js.org/, https://joi.dev/api/',
    errors: {
      validation: [
        'ZodError: [{"code":"invalid_type","expected":"string","received":"undefined","path":["email"],"message":"Required"}]',
        'pydantic_core._pydantic_core.ValidationError: 1 validation error for Order qty Input should be a valid integer, unable to parse string as an integer [type=int_parsing]',
        'pydantic.error_wrappers.ValidationError: 2 validation errors for Item price field required (type=value_error.missing)',
        'ValidationError: "quantity" must be a number',
        'data/items/0 must NOT have additional properties',
        'data.price should be >= 0',
        "jsonschema.exceptions.ValidationError: 'abc' is not of type 'number'",
        "marshmallow.exceptions.ValidationError: {'sku': ['Missing data for required field.']}",
      ],
    },
  },
  {
    software: 'vault',
    source: "https://developer.hashicorp.com/vault/docs and its API's errors",
    errors: {
      api: [
        'Code: 503. Errors: * Vault is sealed',
        'Code: 404. Errors: * no handler for route "kv/data/app". route entry not found.',
      ],
      network: [
        'Error checking seal status: Get "https://127.0.0.1:8200/v1/sys/seal-status": http: server gave HTTP response to HTTPS client',
      ],
      permission: [
        'Error making API request. URL: GET http://127.0.0.1:8200/v1/secret/data/app Code: 403. Errors: * permission denied',
        'Code: 400. Errors: * missing client token',
        'error renewing lease: * lease not found or lease is not renewable, token expired',
      ],
      configuration: [
        "Error parsing /etc/vault.d/vault.hcl: At 12:3: key 'listner' expected start of object ('{') or assignment ('=')",
      ],
    },
  },
];
