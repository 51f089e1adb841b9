import type { Category } from '../category.ts';
import type { Strength } from './codes.ts';

/**
 * What errors say, one phrase a line: `a|b` is either word, `*` up to four words. Written as it is printed; names of types and constants are
 * taken apart, so `connection refused` is also ConnectionRefusedError and CONNECTION_REFUSED.
 */
export const wording: Readonly<Partial<Record<Category, Partial<Record<Strength, string>>>>> = {
  database: {
    certain: `
      unique constraint|violation|index
      unique key constraint
      duplicate key
      duplicate entry * for key
      duplicate value * unique
      foreign key constraint|violation|mismatch
      constraint failed|violation|violated
      violates * constraint
      not null violation
      null value in column
      check violation
      integrity error
      integrity constraint
      deadlock detected|found|victim
      deadlock * transaction
      transaction * deadlock|deadlocked
      lock wait timeout exceeded
      could not serialize access
      serialization failure
      current transaction is aborted
      in failed sql transaction
      no such table|column
      unknown column|table
      undefined table|column
      column * does not exist
      relation * does not exist
      table * does not exist
      table * doesnt exist
      database * does not exist
      unknown database
      invalid object name
      invalid column name
      table or view does not exist
      sql syntax
      syntax error at or near
      near * syntax error
      database is locked
      database table is locked
      database is malformed
      database disk image is malformed
      file is not a database
      operational error no such
      max number of clients reached in database
      replication slot
      misconf redis
      readonly you cant write against a read only
      read only replica
      clusterdown
      cluster down hash slot
      masterdown
      loading redis is loading
      crossslot
      wrongtype operation
      noscript no matching script
      busy redis is busy
      execabort transaction
      not primary
      not master
      node is recovering
      no primary available
      write conflict
      mongo write|bulk
      e11000
      index not found exception
      search phase execution exception
      version conflict engine exception
      cluster block exception
      no shard available
      master not discovered exception
      all shards failed
      strict dynamic mapping exception
      mapper parsing exception
      etcdserver no leader
      etcdserver mvcc
      required revision has been compacted
      ora 00001
      ora 00942
      ora 00060
      ora 01017
      sql exception
      cannot execute * in a read only transaction
      record not unique
      optimistic lock|locking
      stale object state
      no more data to read from socket
      table is full
      corrupt index
      corrupted page
      invalid page
      page * checksum|checksums
      could not read block
      wal * corrupt|corrupted
    `,
    strong: `
      sql error
      sqlite error|exception
      my sql error|exception
      postgre sql error
      pg error
      database error|exception
      db error|exception
      query failed|error|exception
      failed to execute query|statement
      query failed error
      prepared statement
      statement invalid
      prisma client known request error
      prisma client unknown request error
      sequelize database error
      sequelize unique constraint error
      active record
      doctrine dbal
      hibernate exception
      jdbc exception
      data integrity
      data access exception
      transaction * rolled back
      transaction rollback|aborted|failed
      rollback failed
      replication * error|failed|stopped|lag
      replica set
      slave sql
      slave io
      recovery conflict
      conflict with recovery
      value too long for type
      data too long for column
      incorrect * value * for column
      out of range value for column
      numeric field overflow
      migration failed
      migrations * failed
      pending migrations
      schema * does not exist
      collection * does not exist
      no such index
      unknown index
      cannot drop * because other objects depend
      must appear in the group by
      ambiguous column
      column reference * ambiguous
      operator does not exist
      function * does not exist
      type * does not exist
      cursor not found
      tablespace
      innodb
      vacuum
      keyspace
      unconfigured table
      redis error
      response error
      redis response error
      reply error
    `,
    weak: `
      database
      db
      sql
      query
      postgres
      postgresql
      mysql
      mariadb
      sqlite
      mongodb|mongo|mongoose
      redis
      elasticsearch
      cassandra
      table
      column
      transaction
      schema
      jdbc
      prisma
      sequelize
      typeorm
      sqlalchemy
      orm
      operational error
      programming error
    `,
  },
  api: {
    certain: `
      bad gateway
      internal server error
      http server error
      method not allowed
      service unavailable
      temporarily unavailable
      not acceptable
      unsupported media type
      upstream prematurely closed
      upstream sent invalid header
      upstream sent too big header
      no live upstreams
      no server is available to handle this request
      unexpected status code
      unexpected response
      unexpected http status
      invalid http response
      bad http
      invalid response from
      malformed response
      empty reply from server
      unimplemented
      unknown service
      unknown method
      method not found
      no route matches
      routing error
      cannot get|post|put|delete|patch
      graphql error|errors
      json rpc
      soap fault
    `,
    strong: `
      api error|exception
      api status error
      api request failed
      bad request
      not found http exception
      http error|exception|status|client
      status code error
      request failed
      request * failed with status
      response status
      non 2xx
      server error
      server returned|responded|replied
      upstream
      gateway
      endpoint * not found
      protocol error
      protocol violation
      http2
      goaway
      rst stream
      stream error
      webhook * failed
      bad status
      status line
      chunked encoding
      content type
      conflict
      precondition failed
      not implemented
      unsupported protocol|version|api
      incompatible protocol
      version * unsupported|mismatch
      backend * error|unhealthy|unavailable
      circuit breaker
      circuit * open
      broker * error
      not leader or follower
      rebalance in progress
      coordinator not available
      unknown member id
    `,
    weak: `
      http
      api
      endpoint
      request
      response
      status code
      rpc
      grpc
      rest
      graphql
      webhook
      client error
    `,
  },
  network: {
    certain: `
      connection|connect refused
      connection reset
      connection aborted
      connection closed|lost|dropped|terminated|broken|severed
      connection unexpectedly closed
      closed the connection unexpectedly
      connection * closed unexpectedly
      connection was forcibly closed
      connection was killed
      terminating connection
      server has gone away
      lost connection to
      lost connection
      socket hang up
      socket * closed
      broken pipe
      broken pipe error
      no route to host
      network is unreachable|down
      host is unreachable|down
      network unreachable
      host unreachable
      name or service not known
      temporary failure in name resolution
      name resolution
      could not resolve host|hostname
      could not translate host name
      no such host
      nodename nor servname
      getaddrinfo
      gaierror
      unknown host
      host not found
      name not resolved
      no address associated
      dns lookup|resolution|query
      dns error
      resolve * host
      servfail
      nxdomain
      dial tcp
      dial unix
      could not connect
      couldnt connect
      cannot connect
      cant connect
      unable to connect
      failed to connect
      failed connecting
      connection failed
      connect failed
      connection error
      connection failure
      connection exception
      network error|exception|failure
      communications link failure
      communication failure
      no connection could be made
      unreachable
      remote end closed connection
      remote disconnected
      peer closed connection
      closed by remote|peer|foreign
      reset by peer
      unexpected eof while reading
      unexpected end of stream
      incomplete read
      ssl * certificate|handshake|alert
      ssl error
      ssl exception
      ssl routines
      tls handshake
      tls alert
      handshake failed|failure|error|exception
      certificate verify failed
      certificate * expired
      certificate * not valid
      certificate * unknown authority
      certificate signed by unknown authority
      self signed certificate
      unable to get local issuer certificate
      unable to verify the first certificate
      hostname * match * certificate
      x509
      pkix path building failed
      wrong version number
      no brokers available
      all brokers are down
      broker transport failure
      leader not available
      no servers available
      server selection error
      server selection timeout error
      no reachable servers
      topology was destroyed
      no alive nodes
      no living connections
      websocket * closed
      proxy connection|connect
      err connection
      err name
      err internet disconnected
      fetch failed
      failed to fetch
      transport * closing
      error in the pull function
    `,
    strong: `
      disconnected
      connection
      socket error|exception
      client network socket disconnected
      unexpected eof
      eof occurred
      eof error
      end of file reached
      premature close
      premature end
      packet loss
      link down
      link is down
      no carrier
      dns
      resolve
      resolver
      transport error|exception|failure
      no cipher
      missed heartbeats
      heartbeat * missed
      partition|partitioned
      reconnect
      reconnecting
      retry connecting
      address not available
    `,
    weak: `
      socket
      network
      tcp
      host
      peer
      ssl
      tls
      certificate
      handshake
      proxy
      port
      disconnect
    `,
  },
  permission: {
    certain: `
      permission denied
      permission error
      permissions denied
      access denied
      access is denied
      access denied exception
      access refused
      access to * denied
      operation not permitted
      not permitted
      not authorized
      not authorised
      unauthorized
      unauthorised
      unauthenticated
      forbidden
      authentication failed|failure|error|required|exception
      authentication * failed
      authentication credentials
      failed to authenticate
      could not authenticate
      unable to authenticate
      authorization failed|failure|required|error
      auth failed|error|failure
      login failed|incorrect
      login denied
      failed password
      invalid password
      password mismatch|incorrect|expired
      incorrect password
      wrong password
      wrongpass
      noauth
      noperm
      invalid credentials
      bad credentials
      invalid username or password
      invalid user
      incorrect username or password
      insufficient permissions|privilege|privileges|rights|scope
      missing permissions|scope
      must be owner of
      must be superuser
      row level security
      invalid api key
      incorrect api key
      api key * invalid|expired|revoked
      invalid token
      token * expired
      token * invalid|revoked
      expired token
      invalid access token
      invalid signature
      signature does not match
      signature verification failed
      jwt expired
      jwt malformed
      json web token error
      token expired error
      invalid grant
      invalid client
      access token
      csrf
      not in the sudoers file
      is not allowed to
      no pg hba conf entry
      requires authentication
      requires privilege
      publickey
      no supported authentication methods
      host key verification failed
      apparmor
      selinux
      seccomp
      avc denied
      user not allowed
      role * cannot
      cannot * in the namespace
      no basic auth credentials
      expired credentials
      credentials * expired
      unable to locate credentials
      could not load credentials
      could not find default credentials
      certificate required
      only root
      must be run as root
      are you root
      you cannot perform this operation unless you are root
    `,
    strong: `
      denied
      credentials
      privilege|privileges
      not allowed
      read only file system
      invalid key
      authentication
      authorization
      sudo
      policy
      blocked by
      unauthorized access
      account locked|disabled|expired
      ownership
      owned by
    `,
    weak: `
      auth
      token
      password
      user
      role
      permission|permissions
      secret
      login
      access
    `,
  },
  resource: {
    certain: `
      out of memory
      out of memory error
      memory error
      oom
      oom killed
      oom kill
      oom killer
      heap out of memory
      java heap space
      gc overhead limit exceeded
      allocation failed
      failed to allocate
      cannot allocate memory
      could not allocate memory
      unable to allocate
      allowed memory size
      memory limit
      memory exhausted
      bad alloc
      insufficient memory
      not enough memory
      no space left on device
      no space left
      disk full
      disk is full
      disk space
      out of disk
      not enough space
      insufficient space|storage
      storage full
      disk quota exceeded
      quota exceeded
      file too large
      too many open files
      too many files
      file descriptors
      nofile
      too many connections
      too many clients
      remaining connection slots
      connection slots
      max connections
      maximum connections
      max number of clients
      connection pool exhausted
      connection pool * full|exhausted|empty
      pool exhausted
      pool * exhausted
      queue pool limit
      worker connections are not enough
      unable to create new native thread
      cant start new thread
      cannot fork
      fork * resource
      resource temporarily unavailable
      resource exhausted
      resource limit
      resources exhausted
      address already in use
      address in use
      port is already allocated
      port * already in use
      port * in use
      system limit for number of file watchers
      no buffer space available
      too many processes
      too many threads
      disk watermark
      flood stage
      evicted
      evicting
      disk pressure
      memory pressure
      pid pressure
      insufficient cpu
      nodes are available
      input output error
      i o error
      io error dev
      buffer i o error
      swap
      cuda out of memory
      rlimit
      database space exceeded
      maxmemory
      limit of total fields
      circuit breaking exception
      data too large
      rejected execution exception
      cannot assign requested address
      queue is full
      queue full
      buffer overflow
      buffer is full
      message queue full
      no more processes
      inotify
    `,
    strong: `
      exhausted
      exhaustion
      memory
      disk
      storage
      capacity
      low on
      overloaded
      overload
      backpressure
      limit reached
      limit exceeded
      exceeded limit
      exceeds limit
      too many
      resource limits
      cpu
      throttled
      thrashing
      full
      inode|inodes
      ulimit
      sector
      resource busy
      device or resource busy
      could not get lock
      dropping|dropped * messages|events|packets
    `,
    weak: `
      resource|resources
      limit|limits
      bytes
      space
      quota
      pool
      allocate
      device
    `,
  },
  worker: {
    certain: `
      segmentation fault
      segfault
      core dumped
      dumped core
      general protection fault
      bus error
      illegal instruction
      floating point exception
      stack overflow
      stack overflow error
      stack smashing
      double free
      corrupted size
      address sanitizer
      heap buffer overflow
      heap use after free
      use after free
      assertion failed|error|failure
      assert failed
      null pointer
      null pointer exception
      null reference exception
      nil pointer
      object reference not set
      invalid memory address
      undefined method
      undefined local variable
      undefined variable|index|offset
      undefined array key
      no method error
      name error
      type error
      attribute error
      index error
      key error
      reference error
      range error
      zero division error
      division by zero
      divide by zero
      unbound local error
      recursion error
      maximum recursion depth
      maximum call stack size
      not a function
      is not defined
      is not iterable
      cannot read property|properties of
      cannot set property|properties of
      cannot access * before initialization
      nonetype
      has no attribute
      object is not
      index out of range|bounds
      index out of bounds exception
      slice bounds out of range
      out of bounds
      class cast exception
      illegal state exception
      concurrent modification exception
      array index out of bounds exception
      unsupported operation exception
      no such element exception
      invalid operation exception
      argument null exception
      called option unwrap
      called result unwrap
      unwrap on
      already borrowed
      panicked at
      panic
      fatal error all goroutines are asleep
      goroutine
      concurrent map
      send on closed channel
      unhandled exception
      unhandled promise rejection
      unhandled rejection
      uncaught exception
      uncaught
      uncaught type error
      call to undefined
      call to a member function
      function clause error
      match error
      badmatch
      undef function
      generic server terminating
      gen server * terminating
      worker lost error
      worker exited prematurely
      worker * terminated|died|crashed|killed|exited
      worker process * exited|died|killed
      child process * exited|died|killed|crashed
      child * terminated
      crash loop back off
      back off restarting failed container
      liveness probe failed
      readiness probe failed
      health check failed
      healthcheck * failed
      unhealthy
      stalled
      job stalled
      missing lock for job
      could not renew lock for job
      watchdog
      soft lockup
      hung task
      blocked for more than
      main process exited
      service * failed with result exit code
      failed with result signal
      failed with result core dump
      start request repeated too quickly
      restart * too quickly
      too many restarts
      entered fatal state
      exited too quickly
      spawnerr
      terminated by signal
      killed by signal
      terminated unexpectedly
      exited unexpectedly
      exited on signal
      unexpected exit
      shutdown error
      abort trap
      aborted core
      terminate called
      pure virtual method
    `,
    strong: `
      crashed
      crash
      died
      exited with code
      exit status
      exit code
      exited with
      process exited
      process terminated
      elifecycle
      errored
      fatal signal
      received signal
      sigterm
      sigkill
      traceback
      bug
      internal error
      assertion
      assert
      nil
      null
      undefined
      argument error
      runtime error
      not implemented error
      stop iteration
      error processing job
      job failed
      job * failed
      task failed
      task * raised
      consumer * crashed|stopped|terminated
      max retries exceeded
      attempts exceeded
      heartbeat lost
      not responding
    `,
    weak: `
      killed
      worker
      job
      task
      process
      thread
      exit
      exited
      restart|restarting
      consumer
      exception
    `,
  },
  validation: {
    certain: `
      validation error|errors|failed|exception|failure
      failed validation
      schema validation
      validation
      unprocessable entity
      invalid request body
      invalid json
      invalid xml
      invalid yaml payload
      malformed json|xml|message|request|payload|packet|input|uri|url
      json decode error
      json parse exception
      json mapping exception
      json syntax
      json parser error
      unexpected token
      unexpected end of json
      unexpected end of json input
      unexpected non whitespace
      unexpected character
      expecting value
      expecting property name
      could not parse
      couldnt parse
      cannot parse
      cant parse
      failed to parse
      unable to parse
      error parsing
      parse error|exception
      parsing error
      parser error
      parsing failed
      syntax error unexpected token
      deserialization error|exception
      serialization exception
      failed to deserialize|decode|unmarshal
      cannot deserialize|unmarshal
      cannot unmarshal
      error deserializing
      error decoding
      decode error
      unicode decode error
      unicode encode error
      unmarshal type error
      invalid utf 8
      invalid byte sequence
      invalid continuation byte
      incompatible character encodings
      codec cant decode
      invalid literal
      could not convert string
      number format exception
      format exception
      illegal argument exception
      illegal argument
      value error
      invalid argument
      invalid value
      invalid input
      invalid format
      invalid date
      invalid email
      invalid uuid
      invalid syntax for type
      invalid input syntax
      invalid parameter
      invalid type expected
      invalid field
      invalid payload
      missing required field|parameter|property|argument
      required field|property|parameter
      field required
      is a required property
      is required
      must be a valid
      must be an integer
      must be a string
      must match
      must not be null|empty|blank
      cant be blank
      may not be null|blank
      is not a valid
      is not valid
      is not of type
      is too long|short
      does not match * pattern|schema|format
      should be
      additional properties
      zod error
      bind exception
      method argument not valid exception
      constraint violation exception
      date time parse exception
      sax parse exception
      not well formed
      mismatched tag
      premature end of file
      wrong number of fields
      unexpected field|fields|value
      unknown field
      bad data
      bad input
      out of range
      unsupported value
      invalid magic
      magic byte
      unknown magic byte
      checksum mismatch
      crc mismatch
      record is corrupt
      payload too large
      request entity too large
      too large body
      message too large
      record too large
      message size too large
      request header fields too large
      uri too long
      malformed
    `,
    strong: `
      invalid
      parse
      parsing
      decode
      unmarshal
      deserialize
      illegal
      unexpected
      unrecognized
      bad format
      wrong type
      mismatch
      expected * got
      expected * but
      expected * received
      expected * found
      not supported
      unable to read|interpret
      too large
      too long
      corrupt|corrupted
      dead letter
      poison
    `,
    weak: `
      format
      field
      argument
      parameter
      value
      input
      payload
      json
      xml
      csv
      encoding
      expected
      must
    `,
  },
  timeout: {
    certain: `
      timed out
      timeout
      timeout error
      timeout exception
      timeout expired
      time out
      timedout
      deadline exceeded
      context deadline exceeded
      deadline has elapsed
      operation was aborted due to timeout
      exceeded timeout
      exceeded * time limit
      time limit exceeded
      time limit
      soft time limit exceeded
      gateway timeout
      request timeout
      statement timeout
      canceling statement due to * timeout
      query execution was interrupted maximum
      exceeded the configured|maximum time
      did not respond within
      no response * within
      not complete * within
      within the timeout
      took too long
      taking too long
      took longer than
      max execution time
      maximum execution time
      execution time exceeded
      expired before
      lease expired
      session expired
      not ready within
      didnt become ready
      gave up waiting
      waited too long
      waiting for * exceeded
      delivery acknowledgement * timed out
      max poll interval
    `,
    strong: `
      timeouts
      deadline
      time exceeded
      expired
      too slow
      slow
      elapsed
      waited
      within * seconds|ms|milliseconds
      after * seconds|ms|milliseconds
      not respond|responding
      no response
    `,
    weak: `
      seconds
      ms
      wait
      waiting
    `,
  },
  configuration: {
    certain: `
      configuration error|exception|invalid
      configuration file
      improperly configured
      improper configuration
      misconfigured
      misconfiguration
      bad configuration
      invalid configuration
      invalid config
      config error|exception
      config * invalid
      config * not found
      failed to load config|configuration
      could not load config|configuration
      error loading config|configuration
      error in configuration
      error in config
      config validation
      missing environment variable
      environment variable * not set
      environment variable * required|missing
      environment variable * undefined
      required environment variable
      env * not set
      not set in environment
      must be set
      is not set
      not configured
      unknown directive
      invalid number of arguments in
      directive is not allowed here
      directive is duplicate
      unknown option
      unrecognized option|arguments|argument|flag
      unknown flag
      unknown argument|setting|key|parameter
      unknown configuration
      unknown lvalue
      unknown section
      unsupported option
      invalid option
      invalid flag
      invalid setting
      invalid port
      flag provided but not defined
      missing required option|argument|setting
      bad option
      no such option
      bad unit file setting
      unit * not found
      unit * not loaded
      unit * masked
      failed to parse config
      failed to load environment files
      unable to load config
      secret key setting
      allowed hosts
      invalid reference format
      invalid compose
      create container config error
      configmap * not found
      secret * not found
      no such service
      queue * does not exist
      no queue
      no exchange
      no exchange|queue * in vhost
      vhost * not found
      inequivalent arg
      unknown topic or partition
      topic * not present
      bucket does not exist
      no such bucket
      could not load credentials file
      cannot load certificate
      no such profile
      no configuration|config
      mapping values are not allowed
      did not find expected
      found character that cannot start any token
      application context exception
      bean creation exception
      no such bean definition exception
      no qualifying bean
      unsatisfied dependency exception
      failed to configure a data source
      could not resolve placeholder
      no database selected
      feature * not enabled
      undefined environment
      host not found in upstream
      missing config|configuration
      deprecated option
    `,
    strong: `
      configuration
      config
      configured
      setting|settings
      env
      environment
      option
      directive
      conf
      yaml
      ini
      toml
      properties
      not enabled
      not defined
      no such file or directory
      file not found
      file not found error
      no such file
      does not exist
      missing
      placeholder
      default
      cannot find
      not registered
      profile
      changing to directory
      working directory
      chdir
    `,
    weak: `
      file
      path
      key
      variable
      line
      set
    `,
  },
  'external-api': {
    certain: `
      rate limit
      rate limited
      rate limit error
      rate limit exceeded
      rate exceeded
      too many requests
      throttling
      throttling exception
      slow down
      request limit exceeded
      insufficient quota
      exceeded your current quota
      api rate limit
      secondary rate limit
      user rate limit exceeded
      daily limit exceeded
      card declined
      your card
      card error
      payment required
      insufficient funds
      insufficient credits
      insufficient balance
      credit balance
      billing
      context length exceeded
      maximum context length
      model * not found
      model * does not exist
      model * overloaded
      overloaded error
      provisioned throughput exceeded
      third party
      external service|api
      upstream provider
      requests per minute|second
    `,
    strong: `
      throttled
      payment
      quota
      provider
      vendor
      subscription
      external
      model
      invoice
      webhook endpoint
    `,
    weak: `
      request id
      retry after
      account
    `,
  },
  dependency: {
    certain: `
      module not found
      module not found error
      cannot find module
      cannot find package
      no module named
      import error
      cannot import name
      could not find module
      cannot load such file
      load error
      class not found exception
      class not found
      no class def found error
      could not initialize class
      no such method error
      abstract method error
      unsupported class version error
      unsatisfied link error
      incompatible class change error
      service loader
      class * not found
      interface * not found
      could not load file or assembly
      file load exception
      dll not found
      dll load failed
      type load exception
      missing method exception
      cannot open shared object file
      error while loading shared libraries
      shared libraries
      symbol lookup error
      undefined symbol
      undefined reference to
      glibc
      version * not found required by
      library not loaded
      image not found
      failed opening required
      package * not found
      unable to locate package
      no matching distribution found
      could not find a version
      unable to resolve dependency tree
      could not resolve dependencies|dependency
      could not resolve peer
      dependency conflict|resolution|resolver
      dependency * not found|missing
      peer dep|dependency
      conflicting dependencies|peer
      unmet dependencies|peer
      version solving failed
      conflicting requirements
      requires python
      requires a different
      requires a newer|different version
      unsupported engine
      not compatible with
      incompatible version
      version mismatch
      distribution not found
      package not found error
      version conflict
      could not find gem
      bundler gem not found
      gem not found
      gem missing
      your requirements could not be resolved
      no required module provides package
      missing go sum entry
      failed to select a version
      unresolved import
      cant find crate
      no matching package
      could not find artifact
      dependency problems
      held broken packages
      failed to fetch * package
      e404 * not in this registry|npm
      not in the npm registry
      integrity checksum failed
      command not found
      executable file not found
      not found in path
      is not recognized as
      spawn * enoent
      bad interpreter
      exec format error
      manifest unknown
      manifest for * not found
      image pull back off
      err image pull
      pull access denied
      unable to find image
      failed to pull image
      error pulling image
      no such image
      dependency failed
      result dependency
      missing dependency|dependencies
      required extension
      extension * missing
      undefined function * extension
      plugin * not found|missing
      could not find driver
      no suitable driver
      err require esm
      package subpath
      err package path not exported
      does not provide an export
      native module
      node module version
      was compiled against a different
    `,
    strong: `
      dependency|dependencies
      package|packages
      module|modules
      import
      library|libraries
      install
      installed
      not installed
      registry
      artifact
      gem
      plugin
      extension
      interpreter
      compiled
      image
      driver
      incompatible
      unsupported version
      resolve dependency
    `,
    weak: `
      version
      requires
      node modules
      repository
      upgrade
      loader
    `,
  },
  unknown: {
    strong: `
      unknown error
      unknown exception
      unknown reason
      unspecified error
      unexpected error
      an error occurred
      an unexpected error
      something went wrong
      no error
      unclassified
    `,
  },
};
